import { Readable } from 'node:stream'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Units } from '../../domain/units.ts'
import { Secret } from '../../security/secret.ts'
import { type ExportDeps, exportAccount } from '../../usecases/export-account.ts'
import {
  changeOwnAccount,
  eraseOwnAccount,
  type OwnAccountDeps,
  showOwnAccount,
} from '../../usecases/own-account.ts'
import { type RegisterDeps, registerAccount } from '../../usecases/register-account.ts'
import { exportReply } from '../account-export.ts'
import { callerOf } from '../authenticate.ts'
import { AccountSchema, OwnAccountSchema, PERSON_FIELDS } from '../schemas.ts'
import { accountReply, ownAccountReply } from '../wire.ts'

const registerSchema = {
  operationId: 'register',
  summary: 'Register',
  tags: ['accounts'],
  body: Type.Object(
    {
      email: PERSON_FIELDS.email,
      full_name: PERSON_FIELDS.full_name,
      username: Type.String({ minLength: 3, maxLength: 64, pattern: '^[A-Za-z0-9._-]*$' }),
      password: PERSON_FIELDS.password,
      document_number: Type.String({
        minLength: 1,
        maxLength: 32,
        description: 'CPF or CNPJ, alphanumeric ones included; punctuation is allowed.',
      }),
      phone: Type.Optional(PERSON_FIELDS.phone),
    },
    { additionalProperties: false },
  ),
  response: { 201: AccountSchema },
}

const whoamiSchema = {
  operationId: 'whoami',
  summary: 'Your account',
  tags: ['accounts'],
  response: { 200: OwnAccountSchema },
}

const changeSchema = {
  operationId: 'changeMe',
  summary: 'Change your account; a new password needs the current one and ends other sessions',
  tags: ['accounts'],
  body: Type.Object(
    {
      full_name: Type.Optional(PERSON_FIELDS.full_name),
      phone: Type.Optional(PERSON_FIELDS.phone),
      email: Type.Optional(PERSON_FIELDS.email),
      password: Type.Optional(PERSON_FIELDS.password),
      current_password: Type.Optional(Type.String({ maxLength: 256, format: 'password' })),
    },
    { additionalProperties: false, minProperties: 1 },
  ),
  response: { 200: OwnAccountSchema },
}

const exportSchema = {
  operationId: 'exportMe',
  summary: 'All that is stored about you (LGPD, art. 18)',
  tags: ['accounts'],
}

const eraseSchema = {
  operationId: 'eraseMe',
  summary: 'Erase your account and everything that is stored about it',
  tags: ['accounts'],
  body: Type.Object(
    { password: Type.String({ maxLength: 256, format: 'password' }) },
    { additionalProperties: false },
  ),
  response: { 204: Type.Null() },
}

/** What these routes need. */
export type AccountRouteDeps = OwnAccountDeps &
  RegisterDeps &
  ExportDeps & { readonly monthlyQuota: Units }

/** `POST /users/register/`, which names nobody yet. */
export function registerRoutes(deps: RegisterDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/users/register/', { schema: registerSchema }, async (request, reply) => {
      const { body } = request
      const account = await registerAccount(deps, {
        email: body.email,
        fullName: body.full_name,
        username: body.username,
        password: new Secret(body.password),
        documentNumber: body.document_number,
        phone: body.phone,
        role: 'user',
      })
      reply.code(201)
      return accountReply(account)
    })
  }
}

/** `GET /users/whoami`, and `/users/me`: change, export, erase. */
export function ownAccountRoutes(deps: AccountRouteDeps): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/users/whoami', { schema: whoamiSchema }, async (request) =>
      ownAccountReply(await showOwnAccount(deps, callerOf(request)), deps.monthlyQuota),
    )

    app.patch('/users/me', { schema: changeSchema }, async (request) => {
      const { body } = request
      const changes = {
        fullName: body.full_name,
        phone: body.phone,
        email: body.email,
        password: body.password === undefined ? undefined : new Secret(body.password),
        currentPassword:
          body.current_password === undefined ? undefined : new Secret(body.current_password),
      }
      const account = await changeOwnAccount(deps, callerOf(request), changes, request.ip)
      return ownAccountReply(account, deps.monthlyQuota)
    })

    app.get('/users/me/export', { schema: exportSchema }, async (request, reply) => {
      const exported = await exportAccount(deps, callerOf(request))
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-store')
      return reply.send(Readable.from(exportReply(exported, deps.monthlyQuota)))
    })

    app.delete('/users/me', { schema: eraseSchema }, async (request, reply) => {
      const password = new Secret(request.body.password)
      await eraseOwnAccount(deps, callerOf(request), password, request.ip)
      return reply.code(204).send(null)
    })
  }
}
