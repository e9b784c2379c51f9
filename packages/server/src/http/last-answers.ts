import { once } from 'node:events'
import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

/** How far a server is with its end. */
export interface Ending {
  /** False from the moment it begins to stop. */
  readonly isServing: () => boolean
  /** True from the moment its clients are asked to go. */
  readonly isLeaving: () => boolean
}

/**
 * Closes a connection with the answer that goes out on it while the server leaves or stops.
 *
 * Closing a server ends the connections that are idle at that moment; one that was busy would live
 * on until its client leaves or its keep-alive, more than a minute, runs out.
 */
export function closeAfterLastAnswers(
  app: FastifyInstance,
  { isServing, isLeaving }: Ending,
): void {
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (isLeaving() || !isServing()) reply.header('connection', 'close')
    done()
  })
  // The head of this answer may have gone out just before, and promised to keep the connection.
  // While the server only leaves, the next answer says so, and no request is lost on its way.
  app.addHook('onResponse', ({ raw }, _reply, done) => {
    if (!isServing()) raw.socket.destroySoon()
    done()
  })
}

/**
 * Takes no new connections, and waits until the open ones are gone: each ends with its next answer.
 * What is idle for all of that time is left to `close`, which ends it.
 */
export async function letClientsGo(server: Server, withinMs: number): Promise<void> {
  const over = new AbortController()
  const gone = once(server, 'close', over)
  // That of http would end idle connections at once, on which a request may be on its way.
  NetServer.prototype.close.call(server)
  const late = setTimeout(withinMs, undefined, over)
  await Promise.race([gone, late])
  over.abort()
  await Promise.allSettled([gone, late])
}
