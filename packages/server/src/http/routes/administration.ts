import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { MonthlyLimit } from '../../domain/account.ts'
import { DomainError } from '../../domain/errors.ts'
import type { AccountId, Units } from '../../domain/units.ts'
import {
  type AdministerDeps,
  type BrowseDeps,
  browseAccounts,
  changeAccount,
  showAccount,
} from '../../usecases/administer-accounts.ts'
import { showUsageOf, type UsageDeps } from '../../usecases/show-usage.ts'
import { callerOf } from '../authenticate.ts'
import { readId } from '../ids.ts'
import {
  IdParams,
  ListedAccountSchema,
  MonthQuery,
  OwnAccountSchema,
  RoleSchema,
  UsageOfMonthSchema,
} from '../schemas.ts'
import { ownAccountReply, usageOfMonthReply } from '../wire.ts'

const listSchema = {
  operationId: 'listAccounts',
  summary: 'All accounts, for administrators',
  tags: ['administration'],
  querystring: Type.Object(
    {
      skip: Type.Integer({ minimum: 0, maximum: 2_000_000_000, default: 0 }),
      limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
      q: Type.String({
        maxLength: 200,
        default: '',
        description: 'Part of a username, an e-mail address or a name.',
      }),
    },
    { additionalProperties: false },
  ),
  response: {
    200: Type.Object({ items: Type.Array(ListedAccountSchema), total: Type.Integer() }),
  },
}

const oneSchema = {
  operationId: 'getAccount',
  summary: 'One account, for administrators and its owner',
  tags: ['administration'],
  params: IdParams,
  response: { 200: OwnAccountSchema },
}

const usageSchema = {
  operationId: 'getUsageOfAccount',
  summary: 'What an account used in a month, for administrators and its owner',
  tags: ['administration'],
  params: IdParams,
  querystring: MonthQuery,
  response: { 200: UsageOfMonthSchema },
}

const changeSchema = {
  operationId: 'changeAccount',
  summary: 'Change role, monthly limit or standing of an account, for administrators',
  tags: ['administration'],
  params: IdParams,
  body: Type.Object(
    {
      role: Type.Optional(RoleSchema),
      monthly_limit: Type.Optional(
        // Bounds are for numbers only, and the pattern for words only.
        Type.Unsafe<number | 'default' | null>({
          type: ['integer', 'string', 'null'],
          minimum: 0,
          maximum: 2_000_000_000,
          pattern: '^default$',
          description: 'Units a month; null for no limit; `default` for that of `MONTHLY_QUOTA`.',
        }),
      ),
      disabled: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false, minProperties: 1 },
  ),
  response: { 200: OwnAccountSchema },
}

/** `GET /users/`, `GET /users/{id}` with its usage, and `PATCH /users/{id}`. */
export function administrationRoutes(
  deps: AdministerDeps & BrowseDeps & UsageDeps,
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/users/', { schema: listSchema }, async (request) => {
      const { skip, limit, q: query } = request.query
      const page = await browseAccounts(deps, callerOf(request), { skip, limit, query })
      const items = page.items.map(({ account, used }) => ({
        ...ownAccountReply(account, deps.monthlyQuota),
        used,
      }))
      return { items, total: page.total }
    })

    app.get('/users/:id', { schema: oneSchema }, async (request) => {
      const account = await showAccount(deps, callerOf(request), idOf(request.params))
      return ownAccountReply(account, deps.monthlyQuota)
    })

    app.get('/users/:id/usage', { schema: usageSchema }, async (request) => {
      const { params, query } = request
      return usageOfMonthReply(
        await showUsageOf(deps, callerOf(request), idOf(params), query.period),
      )
    })

    app.patch('/users/:id', { schema: changeSchema }, async (request) => {
      const { role, monthly_limit: limit, disabled: isDisabled } = request.body
      const changes = { role, isDisabled, monthlyLimit: limitOf(limit) }
      const account = await changeAccount(deps, callerOf(request), idOf(request.params), changes)
      return ownAccountReply(account, deps.monthlyQuota)
    })
  }
}

function idOf(params: { readonly id: string }): AccountId {
  const id = readId<AccountId>(params.id)
  if (id === undefined) throw new DomainError('account-not-found', {})
  return id
}

function limitOf(limit: number | 'default' | null | undefined): MonthlyLimit | undefined {
  if (limit === undefined) return undefined
  if (limit === 'default') return { kind: 'default' }
  return limit === null ? { kind: 'none' } : { kind: 'own', units: limit as Units }
}
