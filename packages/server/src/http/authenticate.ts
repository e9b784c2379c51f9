import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Caller, Scope } from '../domain/account.ts'
import { type IdentifyDeps, identifyCaller, requireScope } from '../usecases/identify-caller.ts'

/** How a guarded route is drawn in the OpenAPI document: any one of these opens it. */
export const PADLOCK = [{ accessToken: [] }, { apiKey: [] }, { passwordLogIn: [] }]

/**
 * Every route put on `app` after this call is served only to callers that can be named.
 *
 * @param scope  Which they must have been granted; without one, any caller will do.
 */
export function requireCaller(app: FastifyInstance, deps: IdentifyDeps, scope?: Scope): void {
  app.decorateRequest('caller')
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, security: PADLOCK }
  })
  const admit = (request: FastifyRequest, caller: Caller): void => {
    if (scope !== undefined) requireScope(caller, scope)
    request.setDecorator('caller', caller)
  }
  // Without a promise for those who were named a moment ago, as most are.
  app.addHook('onRequest', (request, _reply, done) => {
    const caller = identifyCaller(deps, credentialOf(request))
    if (caller instanceof Promise) {
      caller.then((found) => admit(request, found)).then(() => done(), done)
      return
    }
    admit(request, caller)
    done()
  })
}

/** Who a request speaks for. Throws on a route that `requireCaller` does not guard. */
export function callerOf(request: Pick<FastifyRequest, 'getDecorator'>): Caller {
  return request.getDecorator<Caller>('caller')
}

const BEARER = /^bearer +(\S+) *$/iu

/** The credential as it was sent. Source: RFC 6750, section 2.1. */
export function credentialOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const { authorization, 'x-api-key': apiKey } = headers
  if (authorization !== undefined) return BEARER.exec(authorization)?.[1] ?? ''
  return typeof apiKey === 'string' ? apiKey : undefined
}
