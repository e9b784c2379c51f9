import type { FastifyInstance, FastifyReply } from 'fastify'

/**
 * Says on every answer how long it took, and under which id the log knows it.
 *
 * Source: W3C Server Timing, section 2.
 */
export function sayTimingAndId(app: FastifyInstance): void {
  app.addHook('onSend', (_request, reply, _payload, done) => {
    sayTiming(reply)
    done()
  })
}

/** The same on one answer, for those that no hook sees. */
export function sayTiming(reply: FastifyReply): void {
  reply.header('x-request-id', reply.request.id)
  reply.header('server-timing', `total;dur=${reply.elapsedTime.toFixed(2)}`)
}

/** Forms of a request id that are taken over from the caller; an API key or refresh token is none. */
const GOOD_ID = /^(?!h[kr]_)[A-Za-z0-9._-]{1,128}$/u

/** The caller's own id if it can be trusted in a log, otherwise a new one. */
export function requestIdOf(sent: string | readonly string[] | undefined): string {
  return typeof sent === 'string' && GOOD_ID.test(sent) ? sent : crypto.randomUUID()
}
