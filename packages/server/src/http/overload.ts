import type { FastifyInstance } from 'fastify'
import { DomainError } from '../domain/errors.ts'

/** Made once: to note where an error arose costs more than to answer it. */
const OVERLOADED = new DomainError('overloaded', {})

/**
 * Refuses every request of `app` as `overloaded` while there is more to do than can be done
 * soon, before it is authenticated, read or judged: that is what keeps the accepted ones fast.
 */
export function refuseWhenBehind(app: FastifyInstance, isBehind: () => boolean): void {
  app.addHook('onRequest', (_request, _reply, done) => {
    if (isBehind()) done(OVERLOADED)
    else done()
  })
}
