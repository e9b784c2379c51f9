import type { FastifyInstance } from 'fastify'

/**
 * Closes a connection with the answer that goes out on it while the server stops.
 *
 * Closing a server ends the connections that are idle at that moment; one that was busy would live
 * on until its client leaves or its keep-alive, more than a minute, runs out.
 *
 * @param isServing  False from the moment the server begins to stop.
 */
export function closeAfterLastAnswers(app: FastifyInstance, isServing: () => boolean): void {
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (!isServing()) reply.header('connection', 'close')
    done()
  })
  // The head of this answer may have gone out just before, and promised to keep the connection.
  app.addHook('onResponse', ({ raw }, _reply, done) => {
    if (!isServing()) raw.socket.destroySoon()
    done()
  })
}
