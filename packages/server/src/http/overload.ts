import type { FastifyInstance } from 'fastify'
import { DomainError } from '../domain/errors.ts'
import { problemOf, sendProblem } from './problem.ts'

/** Made once: to note where an error arose costs more than to answer it. */
const OVERLOADED = new DomainError('overloaded', {})

/**
 * Answers every request of `app` with 503 and `Retry-After` while there is more to do than can be done
 * soon, before it is authenticated, read or judged: that is what keeps the accepted ones fast.
 */
export function refuseWhenBehind(app: FastifyInstance, isBehind: () => boolean): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (isBehind()) sendProblem(reply, problemOf(OVERLOADED, request.id))
    else done()
  })
}
