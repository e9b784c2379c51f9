import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import type { HTTPMethods } from 'fastify'
import { anyText } from '../testing/any-text.ts'
import {
  as,
  type Member,
  openTestService,
  promote,
  signUp,
  type TestService,
} from '../testing/harness.ts'
import { assertProblem } from '../testing/problems.ts'

const SEED = 20_260_515

let service: TestService
let admin: Member
/** Every scope, and no session that a random request could end. */
let headers: Readonly<Record<string, string>>

before(async () => {
  service = await openTestService({
    LOGIN_ATTEMPTS_PER_ADDRESS: '1000000',
    MONTHLY_QUOTA: '1000000',
  })
  admin = await promote(service, await signUp(service.app))
  const payload = { name: 'all', scopes: ['spam_ml', 'reports', 'account', 'admin'] }
  const options = as(admin, { method: 'POST', url: '/users/me/keys', payload })
  headers = { 'x-api-key': (await service.app.inject(options)).json().key }
})
after(() => service.close())

const get = (url: string) => service.app.inject({ url, headers })

describe('queries', () => {
  const NUMBERS = ['', 'ten', '-1', '1.5', 'NaN', 'Infinity', '-Infinity', '1e999', '9'.repeat(400)]
  const NO_TEXTS = ['%00', 'a%00b']
  const CASES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    '/users/': {
      limit: [...NUMBERS, '0', '101', 'null', 'true', '1,2'],
      skip: [...NUMBERS, '2000000001', '1e300'],
      q: [...NO_TEXTS, 'a'.repeat(201)],
    },
    '/v1/decisions': {
      limit: [...NUMBERS, '0', '101', '0x'],
      cursor: [...NO_TEXTS, '', '1', 'nonsense', 'urn:uuid:01a20556-07b9-7192-95c3-f6aa292e0722'],
      label: [...NO_TEXTS, '', 'Spam', 'maybe', 'null'],
      q: [...NO_TEXTS, 'a'.repeat(201)],
      from: [...NO_TEXTS, '', '2026-02-30', '1', '+010000-01-01'],
      to: [...NO_TEXTS, '', '2026-02-30', '1', '20260515'],
    },
    '/v1/usage': { period: [...NO_TEXTS, '', '2026-13', '2026', '3000-01'] },
    '/v1/usage/months': {
      limit: [...NUMBERS, '0', '121'],
      cursor: [...NO_TEXTS, '', '2026-13', '2026', '3000-01'],
    },
  }

  for (const [path, parameters] of Object.entries(CASES)) {
    for (const [name, values] of Object.entries(parameters)) {
      it(`422: ${path}?${name}= with what it cannot be, or twice`, async () => {
        for (const value of values) {
          const reply = await get(`${path}?${name}=${value}`)
          assertProblem(reply, 422, 'invalid-request', [`#/query/${name}`])
        }
        const twice = await get(`${path}?${name}=1&${name}=1`)
        assert.equal(twice.statusCode, 422)
        assert.ok(twice.json().errors.length > 0)
        for (const { pointer } of twice.json().errors) {
          assert.ok(pointer.startsWith(`#/query/${name}`), pointer)
        }
      })
    }

    it(`422: ${path} with a parameter that nobody knows`, async () => {
      for (const name of ['page', '__proto__', 'constructor', 'limit[]', 'Limit', 'toString']) {
        const reply = await get(`${path}?${name}=1`)
        assertProblem(reply, 422, 'invalid-request', [`#/query/${name}`])
      }
    })
  }
})

describe('paths', () => {
  it('400: an escape that cannot be read', async () => {
    for (const path of ['/users/%', '/users/%zz', '/v1/decisions/%c3%28', '/%e0%a4%a', '/%ff']) {
      assertProblem(await get(path), 400, 'bad-request')
    }
  })

  it('404: what cannot be an id, however odd or long', async () => {
    const odd = [
      '%00',
      '%F0%9F%92%A9',
      '..%2f..%2fetc%2fpasswd',
      "'%20or%201=1--",
      'a'.repeat(10_000),
    ]
    for (const id of odd) {
      assertProblem(await get(`/users/${id}`), 404, 'account-not-found')
      assertProblem(await get(`/v1/decisions/${id}`), 404, 'decision-not-found')
      for (const [list, code] of [
        ['keys', 'key-not-found'],
        ['sessions', 'session-not-found'],
      ] as const) {
        const url = `/users/me/${list}/${id}`
        const reply = await service.app.inject({ method: 'DELETE', url, headers })
        assertProblem(reply, 404, code)
      }
    }
  })

  it('404: a route of nobody, under any method', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      for (const url of ['/nowhere', '/v3/classify', '/v1/classify/batch/more', '/.env']) {
        const reply = await service.app.inject({ method, url, headers })
        assertProblem(reply, 404, 'route-not-found')
      }
    }
  })
})

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

interface Schema {
  readonly properties?: Readonly<Record<string, unknown>>
}

describe('random input', () => {
  const value = fc.oneof(fc.jsonValue(), anyText(), fc.integer(), fc.double())

  const check = (run: ReturnType<typeof fc.asyncProperty>, numRuns: number) =>
    fc.assert(run, { seed: SEED, numRuns })

  async function readingRoutes() {
    const { paths } = (await get('/openapi.json')).json()
    return Object.entries(paths as Record<string, Record<string, Operation>>).flatMap(
      ([path, item]) =>
        Object.entries(item).flatMap(([method, { requestBody }]) => {
          const schema = requestBody?.content['application/json']?.schema
          const fields = Object.keys(schema?.properties ?? {})
          return schema ? [{ method: method.toUpperCase() as HTTPMethods, path, fields }] : []
        }),
    )
  }

  it('never gives a 5xx in a body, on any route that reads one', async () => {
    const routes = await readingRoutes()
    assert.ok(routes.length >= 11)
    const victim = await signUp(service.app)
    for (const { method, path, fields } of routes) {
      const field = fc.constantFrom(...fields, '__proto__', 'constructor')
      const body = fc.oneof(
        { weight: 3, arbitrary: fc.dictionary(field, value, { noNullPrototype: true }) },
        { weight: 1, arbitrary: value },
      )
      const url = path.replace('{id}', victim.id)
      const run = fc.asyncProperty(body, async (sent) => {
        const payload = JSON.stringify(sent) ?? ''
        const type = { 'content-type': 'application/json' }
        const reply = await service.app.inject({
          method,
          url,
          payload,
          headers: { ...headers, ...type },
        })
        assert.ok(reply.statusCode < 500, `${method} ${path} ${payload}: ${reply.body}`)
      })
      await check(run, 40)
    }
  })

  it('never gives a 5xx in a query or a path', async () => {
    const names = ['limit', 'skip', 'q', 'cursor', 'label', '__proto__']
    const byte = fc.integer({ min: 0, max: 255 })
    const escaped = byte.map((code) => `%${code.toString(16).padStart(2, '0')}`)
    const character = fc.oneof(escaped, fc.stringMatching(/^[!$'()*+,.0-9:;=@A-Za-z_~|{}-]$/u))
    const word = fc.array(character, { maxLength: 20 }).map((parts) => parts.join(''))
    const pair = fc.tuple(fc.constantFrom(...names), word).map(([name, text]) => `${name}=${text}`)
    const query = fc.array(pair, { maxLength: 4 }).map((pairs) => pairs.join('&'))
    const path = fc.constantFrom('/users/', '/v1/decisions', '/', '/docs/static/')
    const run = fc.asyncProperty(path, word, query, async (start, segment, tail) => {
      for (const url of [`${start}?${tail}`, `${start}/${segment}?${tail}`]) {
        const reply = await get(url.replaceAll('//', '/'))
        assert.ok(reply.statusCode < 500, `${url}: ${reply.body}`)
      }
    })
    await check(run, 150)
  })

  it('never gives a 5xx in a header', async () => {
    const text = fc.stringMatching(/^[\t -~]{0,60}$/u)
    const names = ['idempotency-key', 'x-request-id', 'accept', 'user-agent', 'origin', 'cookie']
    const some = fc.dictionary(fc.constantFrom(...names, 'forwarded', 'x-forwarded-for'), text)
    const run = fc.asyncProperty(some, async (sent) => {
      const payload = { text: 'hello' }
      const options = { method: 'POST', url: '/v1/classify', payload } as const
      const reply = await service.app.inject({ ...options, headers: { ...sent, ...headers } })
      assert.ok(reply.statusCode < 500, `${JSON.stringify(sent)}: ${reply.body}`)
    })
    await check(run, 60)
  })
})
