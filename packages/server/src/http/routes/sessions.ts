import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Caller } from '../../domain/account.ts'
import { DomainError, isDomainError } from '../../domain/errors.ts'
import type { SessionId } from '../../domain/units.ts'
import { Secret } from '../../security/secret.ts'
import { type IdentifyDeps, identifyCaller } from '../../usecases/identify-caller.ts'
import { type LogInDeps, logIn, type TokenPair } from '../../usecases/log-in.ts'
import { type LogOutDeps, logOut } from '../../usecases/log-out.ts'
import { revokeSession, type SessionDeps, showSessions } from '../../usecases/manage-sessions.ts'
import { type RefreshDeps, refreshSession } from '../../usecases/refresh-session.ts'
import { callerOf, credentialOf, PADLOCK } from '../authenticate.ts'
import { readId } from '../ids.ts'
import { IdParams, NullableSchema, ScopeSchema, TimeSchema, WordSchema } from '../schemas.ts'
import {
  clearSessionCookie,
  hasSessionHeader,
  refreshTokenOf,
  requireSessionHeader,
  setSessionCookie,
} from '../session-cookie.ts'

const LogInFields = {
  username: Type.String({ minLength: 1, maxLength: 254, description: 'Or the e-mail address.' }),
  password: Type.String({ minLength: 1, maxLength: 256, format: 'password' }),
  scope: Type.Optional(Type.String({ description: 'Wanted scopes, separated by spaces.' })),
  session: Type.Optional(
    WordSchema(['token', 'cookie'], {
      description:
        'Where the refresh token goes: into the answer (`token`, which is the default), or into a ' +
        'cookie that no script can read. A form must then send `X-Hamlet-Session: 1`.',
    }),
  ),
}

const LogInJson = Type.Object(LogInFields, { additionalProperties: false })

/** Fields of OAuth2 that are not needed here are ignored, as RFC 6749, section 3.2 wants it. */
const LogInForm = Type.Object(LogInFields)

const TokenReply = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('bearer'),
  expires_in: Type.Integer({ description: 'Life of the access token in seconds.' }),
  refresh_token: Type.Optional(
    Type.String({ description: 'Left out where the cookie holds it instead.' }),
  ),
  scope: Type.String(),
})

/** A refresh token, which may be left to the cookie. */
const TokenBody = Type.Unsafe<{ readonly refresh_token?: string } | null>({
  ...Type.Object({
    refresh_token: Type.Optional(
      Type.String({
        maxLength: 512,
        description: 'Left out, it is that of the cookie: send `X-Hamlet-Session: 1`.',
      }),
    ),
  }),
  type: ['object', 'null'],
  additionalProperties: false,
})

const logInSchema = {
  operationId: 'logIn',
  summary: 'Log in (OAuth2 password form, or JSON)',
  tags: ['sessions'],
  body: {
    content: {
      'application/x-www-form-urlencoded': { schema: LogInForm },
      'application/json': { schema: LogInJson },
    },
  },
  response: { 200: TokenReply },
}

const refreshSchema = {
  operationId: 'refreshSession',
  summary: 'Exchange a refresh token for a new pair of tokens',
  tags: ['sessions'],
  body: TokenBody,
  response: { 200: TokenReply },
}

const testTokenSchema = {
  operationId: 'testToken',
  summary: 'Whether a credential is good, and for what',
  tags: ['sessions'],
  response: {
    200: Type.Object({
      message: Type.Literal('valid token'),
      username: Type.String(),
      scopes: Type.Array(ScopeSchema),
    }),
  },
}

const logOutSchema = {
  operationId: 'logOut',
  summary: 'End a session: its refresh token and the access token',
  tags: ['sessions'],
  security: PADLOCK,
  body: TokenBody,
  response: { 204: Type.Null() },
}

const listSchema = {
  operationId: 'listSessions',
  summary: 'Your live sessions, the last used one first',
  tags: ['sessions'],
  response: {
    200: Type.Object({
      items: Type.Array(
        Type.Object({
          id: Type.String({ format: 'uuid' }),
          scopes: Type.Array(ScopeSchema),
          user_agent: NullableSchema('string'),
          created_at: TimeSchema,
          last_used_at: TimeSchema,
          expires_at: TimeSchema,
          current: Type.Boolean(),
        }),
      ),
    }),
  },
}

const revokeSchema = {
  operationId: 'revokeSession',
  summary: 'End one of your sessions',
  tags: ['sessions'],
  params: IdParams,
  response: { 204: Type.Null() },
}

/** `POST /login/` and `POST /login/refresh`, which name nobody yet. */
export function logInRoutes(deps: LogInDeps & RefreshDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/login/', { schema: logInSchema }, async (request, reply) => {
      const { username, password, scope = '', session } = logInBodyOf(request)
      // JSON of another site is asked about first (CORS); a form is simply sent.
      if (session === 'cookie' && !isJson(request)) requireSessionHeader(request)
      const pair = await logIn(deps, {
        username,
        password: new Secret(password),
        scopes: scope.split(' ').filter((word) => word !== ''),
        address: request.ip,
        userAgent: request.headers['user-agent'],
      })
      reply.header('cache-control', 'no-store')
      return session === 'cookie' ? cookieReply(deps, reply, pair) : tokenReply(pair)
    })

    app.post('/login/refresh', { schema: refreshSchema }, async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const shown = request.body?.refresh_token
      if (shown !== undefined) return tokenReply(await refreshSession(deps, shown))
      return cookieReply(deps, reply, await refreshByCookie(deps, request))
    })
  }
}

/** `POST /logout`, which finds out itself who speaks: a cookie will do. */
export function logOutRoutes(deps: LogOutDeps & IdentifyDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/logout', { schema: logOutSchema }, async (request, reply) => {
      const shown = request.body?.refresh_token
      const cookie = shown === undefined ? cookieToEnd(request) : undefined
      const caller = await callerToEnd(deps, request, cookie)
      await logOut(deps, caller, shown ?? cookie)
      if (cookie !== undefined) clearSessionCookie(reply)
      return reply.code(204).send(null)
    })
  }
}

/** `POST /login/test_token`, for any caller. */
export const credentialRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/login/test_token', { schema: testTokenSchema }, (request) => {
    const { username, scopes } = callerOf(request)
    return Promise.resolve({ message: 'valid token' as const, username, scopes: [...scopes] })
  })
}

/** `GET /users/me/sessions` and `DELETE /users/me/sessions/{id}`. */
export function sessionRoutes(deps: SessionDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/users/me/sessions', { schema: listSchema }, async (request) => {
      const sessions = await showSessions(deps, callerOf(request))
      return {
        items: sessions.map((session) => ({
          id: session.id,
          scopes: [...session.scopes],
          user_agent: session.userAgent ?? null,
          created_at: session.createdAt.toISOString(),
          last_used_at: session.lastUsedAt.toISOString(),
          expires_at: session.expiresAt.toISOString(),
          current: session.isCurrent,
        })),
      }
    })

    app.delete('/users/me/sessions/:id', { schema: revokeSchema }, async (request, reply) => {
      const id = readId<SessionId>(request.params.id)
      if (id === undefined) throw new DomainError('session-not-found', {})
      await revokeSession(deps, callerOf(request), id)
      return reply.code(204).send(null)
    })
  }
}

/** The body that was checked; schemas by media type let a request through that has none. */
function logInBodyOf({ body }: Pick<FastifyRequest, 'body'>): Static<typeof LogInJson> {
  if (body !== undefined) return body as Static<typeof LogInJson>
  throw missing('#')
}

function missing(pointer: string): DomainError {
  const faults = [{ pointer, code: 'missing', detail: 'is missing' } as const]
  return new DomainError('invalid-request', { faults })
}

function isJson({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return /^application\/json\b/iu.test(headers['content-type'] ?? '')
}

/**
 * A cookie that is refused is not taken back. Browsers replace cookies by their name, so a late refusal
 * would take the one of a log-in that came in between; what is refused is of no use where it is, either.
 */
async function refreshByCookie(deps: RefreshDeps, request: FastifyRequest): Promise<TokenPair> {
  const token = refreshTokenOf(request)
  if (token === undefined && !hasSessionHeader(request)) {
    throw missing('#/refresh_token')
  }
  return refreshSession(deps, token ?? '')
}

/** A credential is proof enough, and then the cookie counts only when the page says so. */
function cookieToEnd(request: FastifyRequest): string | undefined {
  const isByCookie = hasSessionHeader(request) || credentialOf(request) === undefined
  return isByCookie ? refreshTokenOf(request) : undefined
}

/** Who logs out; a page whose access token has run out has its cookie still, and may. */
async function callerToEnd(
  deps: IdentifyDeps,
  request: FastifyRequest,
  cookie: string | undefined,
): Promise<Caller | undefined> {
  try {
    return await identifyCaller(deps, credentialOf(request))
  } catch (error) {
    if (cookie !== undefined && isDomainError(error, 'invalid-token')) return undefined
    throw error
  }
}

function cookieReply(deps: LogInDeps, reply: FastifyReply, pair: TokenPair) {
  setSessionCookie(reply, pair.refreshToken, deps.refreshLife)
  const { refresh_token: _kept, ...rest } = tokenReply(pair)
  return rest
}

function tokenReply(pair: TokenPair): Static<typeof TokenReply> {
  return {
    access_token: pair.accessToken,
    token_type: 'bearer',
    expires_in: pair.expiresIn,
    refresh_token: pair.refreshToken,
    scope: pair.scopes.join(' '),
  }
}
