import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { OverQuota } from '../../domain/account.ts'
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
import { readId } from '../ids.ts'
import { IdParams, NullableSchema, ScopeSchema, TimeSchema, WordSchema } from '../schemas.ts'

const OverQuotaSchema = WordSchema<OverQuota>(['refuse', 'undecided'], {
  description:
    'What clients of Akismet are told when no unit is left: 429, or 200 with an answer that is ' +
    'neither true nor false, for those that lose what a person wrote when they are refused.',
})

const KeyFields = {
  id: Type.String({ format: 'uuid' }),
  name: Type.String(),
  prefix: Type.String(),
  scopes: Type.Array(ScopeSchema),
  over_quota: OverQuotaSchema,
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
      over_quota: Type.Optional(OverQuotaSchema),
    },
    { additionalProperties: false },
  ),
  response: {
    201: Type.Object({
      ...KeyFields,
      key: Type.String(),
      compat_key: Type.String({
        description: 'The same key for clients of Akismet and Perspective: 32 hexadecimal digits.',
      }),
    }),
  },
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
      const { name, scopes, expires_at: expiry, over_quota: overQuota = 'refuse' } = request.body
      const expiresAt = expiry === undefined ? undefined : new Date(expiry)
      const wanted = { name, scopes, expiresAt, overQuota }
      const { key, compatKey, ...made } = await makeKey(deps, callerOf(request), wanted)
      reply.code(201).header('cache-control', 'no-store')
      return { ...keyReply(made), key, compat_key: compatKey }
    })

    app.get('/users/me/keys', { schema: listSchema }, async (request) => {
      const keys = await showKeys(deps, callerOf(request))
      const lastUse = (key: ApiKey) => key.lastUsedAt?.toISOString() ?? null
      return { items: keys.map((key) => ({ ...keyReply(key), last_used_at: lastUse(key) })) }
    })

    app.delete('/users/me/keys/:id', { schema: revokeSchema }, async (request, reply) => {
      const id = readId<KeyId>(request.params.id)
      if (id === undefined) throw new DomainError('key-not-found', {})
      await revokeKey(deps, callerOf(request), id)
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
    over_quota: key.overQuota,
    expires_at: key.expiresAt?.toISOString() ?? null,
    created_at: key.createdAt.toISOString(),
  }
}
