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
  app.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, security: PADLOCK }
  })
  const identify: Identify = (request) => identifyCaller(deps, credentialOf(request))
  admitCallers(app, identify, { at: 'onRequest', scope })
}

/** Whom a request speaks for. @throws {DomainError} `invalid-token`, `account-disabled`. */
export type Identify = (request: FastifyRequest) => Caller | Promise<Caller>

/** When callers are named, and what they must have been granted. */
export interface Admission {
  /** Before a body is read, or, where the body names them, after. */
  readonly at: 'onRequest' | 'preHandler'
  readonly scope?: Scope | undefined
}

/** Every route put on `app` after this call is served only to callers that `identify` names. */
export function admitCallers(
  app: FastifyInstance,
  identify: Identify,
  { at, scope }: Admission,
): void {
  app.decorateRequest('caller')
  const admit = (request: FastifyRequest, caller: Caller): void => {
    if (scope !== undefined) requireScope(caller, scope)
    request.setDecorator('caller', caller)
  }
  // Without a promise for those who were named a moment ago, as most are.
  app.addHook(at, (request: FastifyRequest, _reply: unknown, done: (error?: Error) => void) => {
    const caller = identify(request)
    if (caller instanceof Promise) {
      caller.then((found) => admit(request, found)).then(() => done(), done)
      return
    }
    admit(request, caller)
    done()
  })
}

/** Who a request speaks for. Throws on a route that nothing guards. */
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
