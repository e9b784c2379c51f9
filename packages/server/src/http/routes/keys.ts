import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { validate as isUuid } from 'uuid'
import { DomainError } from '../../domain/errors.ts'
import type { KeyId } from '../../domain/units.ts'
import {
  type ApiKey,
  type KeyDeps,
  makeKey,
  revokeKey,
  showKeys,
} from '../../usecases/manage-keys.ts'
import { callerOf } from '../authenticate.ts'
import { IdParams, NullableSchema, ScopeSchema, TimeSchema } from '../schemas.ts'

const KeyFields = {
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  prefix: Type.String(),
  scopes: Type.Array(ScopeSchema),
  expires_at: NullableSchema('string'),
  created_at: TimeSchema,
}

const makeSchema = {
  operationId: 'makeKey',
  summary: 'Make an API key; the key itself is shown only here',
  tags: ['keys'],
  body: Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
      scopes: Type.Optional(
        Type.Array(ScopeSchema, {
          minItems: 1,
          maxItems: 4,
          description: 'spam_ml and reports when left out; never more than you have yourself.',
        }),
      ),
      expires_at: Type.Optional(TimeSchema),
    },
    { additionalProperties: false },
  ),
  response: { 201: Type.Object({ ...KeyFields, key: Type.String() }) },
}

const listSchema = {
  operationId: 'listKeys',
  summary: 'Your API keys, oldest first',
  tags: ['keys'],
  response: {
    200: Type.Object({
      items: Type.Array(Type.Object({ ...KeyFields, last_used_at: NullableSchema('string') })),
    }),
  },
}

const revokeSchema = {
  operationId: 'revokeKey',
  summary: 'Revoke one of your API keys',
  tags: ['keys'],
  params: IdParams,
  response: { 204: Type.Null() },
}

/** `POST`, `GET` and `DELETE` of `/users/me/keys`. */
export function keyRoutes(deps: KeyDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/users/me/keys', { schema: makeSchema }, async (request, reply) => {
      const { name, scopes, expires_at: expiry } = request.body
      const expiresAt = expiry === undefined ? undefined : new Date(expiry)
      const { key, ...made } = await makeKey(deps, callerOf(request), { name, scopes, expiresAt })
      reply.code(201).header('cache-control', 'no-store')
      return { ...keyReply(made), key }
    })

    app.get('/users/me/keys', { schema: listSchema }, async (request) => {
      const keys = await showKeys(deps, callerOf(request))
      const lastUse = (key: ApiKey) => key.lastUsedAt?.toISOString() ?? null
      return { items: keys.map((key) => ({ ...keyReply(key), last_used_at: lastUse(key) })) }
    })

    app.delete('/users/me/keys/:id', { schema: revokeSchema }, async (request, reply) => {
      const { id } = request.params
      if (!isUuid(id)) throw new DomainError('key-not-found', {})
      await revokeKey(deps, callerOf(request), id as KeyId)
      return reply.code(204).send(null)
    })
  }
}

function keyReply(key: ApiKey) {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: [...key.scopes],
    expires_at: key.expiresAt?.toISOString() ?? null,
    created_at: key.createdAt.toISOString(),
  }
}
