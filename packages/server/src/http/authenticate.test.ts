import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import Fastify, { type HTTPMethods } from 'fastify'
import { SCOPES, type Scope } from '../domain/account.ts'
import {
  as,
  type Member,
  openTestService,
  promote,
  signUp,
  type TestService,
} from '../testing/harness.ts'
import { assertProblem } from '../testing/problems.ts'
import { callerOf } from './authenticate.ts'

/** Every guarded route, and the scope that opens it; `undefined` where any caller will do. */
const GUARDED: readonly (readonly [method: HTTPMethods, path: string, scope: Scope | undefined])[] =
  [
    ['POST', '/login/test_token', undefined],
    ['POST', '/logout', undefined],
    ['GET', '/users/', 'admin'],
    ['GET', '/users/{id}', undefined],
    ['GET', '/users/{id}/usage', undefined],
    ['PATCH', '/users/{id}', 'admin'],
    ['GET', '/v1/models/champion', 'admin'],
    ['GET', '/v1/traffic', 'admin'],
    ['GET', '/users/whoami', 'account'],
    ['PATCH', '/users/me', 'account'],
    ['DELETE', '/users/me', 'account'],
    ['GET', '/users/me/export', 'account'],
    ['GET', '/users/me/sessions', 'account'],
    ['DELETE', '/users/me/sessions/{id}', 'account'],
    ['POST', '/users/me/keys', 'account'],
    ['GET', '/users/me/keys', 'account'],
    ['DELETE', '/users/me/keys/{id}', 'account'],
    ['POST', '/v1/reports', 'reports'],
    ['GET', '/v1/reports', 'reports'],
    ['DELETE', '/v1/reports/{id}', 'reports'],
    ['GET', '/v1/decisions', 'spam_ml'],
    ['GET', '/v1/decisions/{id}', 'spam_ml'],
    ['GET', '/v1/usage', 'spam_ml'],
    ['GET', '/v1/usage/months', 'spam_ml'],
    ['POST', '/predict_sentiment', 'spam_ml'],
    ['POST', '/v1/classify', 'spam_ml'],
    ['POST', '/v1/classify/batch', 'spam_ml'],
  ]

const MISSING = 'Bearer realm="hamlet"'
const BAD = 'Bearer realm="hamlet", error="invalid_token"'
const SOME_ID = '01a20556-07b9-7192-95c3-f6aa292e0722'

let service: TestService
let admin: Member

before(async () => {
  service = await openTestService()
  admin = await promote(service, await signUp(service.app))
})
after(() => service.close())

/** Sends what the route's schema lets through, where the use case asks for the scope. */
const send = (method: HTTPMethods, path: string, headers: Record<string, string> = {}) => {
  const url = path.replace('{id}', SOME_ID)
  const payload = path === '/users/{id}' && method === 'PATCH' ? { role: 'user' } : undefined
  return service.app.inject({ method, url, headers, ...(payload && { payload }) })
}

const testToken = (headers: Record<string, string>, { app } = service) =>
  app.inject({ method: 'POST', url: '/login/test_token', headers })

async function keyWith(scopes: readonly Scope[]): Promise<string> {
  const payload = { name: 'narrow', scopes }
  const options = as(admin, { method: 'POST', url: '/users/me/keys', payload })
  return (await service.app.inject(options)).json().key
}

describe('guarded routes', () => {
  it('are exactly those with a padlock in the OpenAPI document', async () => {
    const { paths } = (await service.app.inject({ url: '/openapi.json' })).json()
    const locked = Object.entries(paths as Record<string, Record<string, object>>).flatMap(
      ([path, item]) =>
        Object.entries(item)
          .filter(([, operation]) => 'security' in operation)
          .map(([method]) => `${method.toUpperCase()} ${path}`),
    )
    assert.deepEqual(locked.sort(), GUARDED.map(([method, path]) => `${method} ${path}`).sort())
  })

  for (const [method, path, scope] of GUARDED) {
    it(`401: ${method} ${path} without a credential, or with a bad one`, async () => {
      const without = await send(method, path)
      assertProblem(without, 401, 'invalid-token')
      assert.equal(without.headers['www-authenticate'], MISSING)
      const bad = await send(method, path, { authorization: 'Bearer nonsense' })
      assertProblem(bad, 401, 'invalid-token')
      assert.equal(bad.headers['www-authenticate'], BAD)
    })

    if (scope === undefined) continue
    it(`403: ${method} ${path} with every scope but ${scope}`, async () => {
      const key = await keyWith(SCOPES.filter((granted) => granted !== scope))
      const reply = await send(method, path, { 'x-api-key': key })
      assertProblem(reply, 403, 'missing-scope')
      assert.match(
        String(reply.headers['www-authenticate']),
        new RegExp(`error="insufficient_scope", scope="${scope}"`, 'u'),
      )
    })

    it(`${method} ${path} is not refused for its credential with the scope ${scope} alone`, async () => {
      const reply = await send(method, path, { 'x-api-key': await keyWith([scope]) })
      assert.ok(![401, 403].includes(reply.statusCode), reply.body)
    })
  }

  it('401 comes before a word is said about the body', async () => {
    for (const payload of ['{', '[]', 'a'.repeat(2_000_000)]) {
      const headers = { 'content-type': 'application/json' }
      const options = { method: 'POST', url: '/v1/classify', payload, headers } as const
      assertProblem(await service.app.inject(options), 401, 'invalid-token')
    }
  })
})

describe('credentials', () => {
  it('an access token or a key is taken as a bearer token, a key in X-API-Key too', async () => {
    const key = await keyWith(['spam_ml'])
    for (const headers of [
      { authorization: `Bearer ${admin.access}` },
      { authorization: `bearer   ${admin.access}` },
      { authorization: `BEARER ${key}` },
      { 'x-api-key': key },
    ]) {
      const reply = await testToken(headers)
      assert.equal(reply.statusCode, 200, reply.body)
      assert.equal(reply.json().username, admin.username)
    }
  })

  it('of two, the one in Authorization counts', async () => {
    const key = await keyWith(['spam_ml'])
    const both = await testToken({
      authorization: admin.headers['authorization'] ?? '',
      'x-api-key': key,
    })
    assert.deepEqual(both.json().scopes, SCOPES)
    const badFirst = await testToken({ authorization: 'Bearer nonsense', 'x-api-key': key })
    assertProblem(badFirst, 401, 'invalid-token')
  })

  it('401: other schemes, empty ones and two tokens in one are bad', async () => {
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      'Basic YTpi',
      admin.access,
      'Bearer a b',
    ]) {
      const reply = await testToken({ authorization })
      assertProblem(reply, 401, 'invalid-token')
      assert.equal(reply.headers['www-authenticate'], BAD)
    }
  })

  it('401: an access token in which anything was changed', async () => {
    const segments = admin.access.split('.')
    assert.equal(segments.length, 5)
    for (const [i, segment] of segments.entries()) {
      const flipped = (segment.startsWith('A') ? 'B' : 'A') + segment.slice(1)
      const tampered = segments.with(i, flipped).join('.')
      assertProblem(await testToken({ authorization: `Bearer ${tampered}` }), 401, 'invalid-token')
    }
  })

  it('401: a key with a typo, a key of nobody, a token cut short', async () => {
    const key = await keyWith(['spam_ml'])
    const nobodys = `hk_${'A'.repeat(43)}00000000`
    for (const bad of [
      key.slice(0, -1),
      `${key}0`,
      key.toUpperCase(),
      nobodys,
      'hk_',
      admin.access.slice(0, -1),
    ]) {
      assertProblem(await testToken({ authorization: `Bearer ${bad}` }), 401, 'invalid-token')
    }
  })

  it('a former secret opens the tokens that it sealed, and another one does not', async () => {
    const former = `${'a3f1'.repeat(15)}9c2e`
    const old = await openTestService({ JWT_SECRET: former }, service.database)
    const sealed = (await signUp(old.app)).headers
    assertProblem(await testToken(sealed), 401, 'invalid-token')
    const rotating = await openTestService({ JWT_SECRET_PREVIOUS: former }, service.database)
    assert.equal((await testToken(sealed, rotating)).statusCode, 200)
    assert.equal((await testToken(admin.headers, rotating)).statusCode, 200)
    await Promise.all([old.close(), rotating.close()])
  })

  it('401: whatever stands there, it is never a fault of the server', async () => {
    const part = fc.string().map((text) => Buffer.from(text).toString('base64url'))
    const header = fc.json().map((json) => Buffer.from(json).toString('base64url'))
    const anything = fc.oneof(
      fc.stringMatching(/^[!-~]{1,200}$/u),
      fc.stringMatching(/^hk_[A-Za-z0-9_-]{43}[0-9a-f]{8}$/u),
      fc.tuple(header, part, part, part, part).map((parts) => parts.join('.')),
      fc.tuple(header, part, part).map((parts) => parts.join('.')),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (credential) => {
        const reply = await testToken({ authorization: `Bearer ${credential}` })
        assert.equal(reply.statusCode, 401)
      }),
      { seed: 20_260_515, numRuns: 200 },
    )
  })
})

describe('callerOf', () => {
  it('throws on a route that no guard covers, so that it cannot leak', async () => {
    const app = Fastify()
    app.get('/leak', (request) => callerOf(request))
    assert.equal((await app.inject({ url: '/leak' })).statusCode, 500)
    await app.close()
  })
})
