import type { FastifyInstance } from 'fastify'

/**
 * Says on every answer how long it took, and under which id the log knows it.
 *
 * Source: W3C Server Timing, section 2.
 */
export function sayTimingAndId(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    reply.header('server-timing', `total;dur=${reply.elapsedTime.toFixed(2)}`)
    done()
  })
}

/** Forms of a request id that are taken over from the caller. */
const GOOD_ID = /^[A-Za-z0-9._-]{1,128}$/u

/** The caller's own id if it can be trusted in a log, otherwise a new one. */
export function requestIdOf(sent: string | readonly string[] | undefined): string {
  return typeof sent === 'string' && GOOD_ID.test(sent) ? sent : crypto.randomUUID()
}
