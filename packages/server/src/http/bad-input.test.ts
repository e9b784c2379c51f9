import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { HTTPMethods, LightMyRequestResponse } from 'fastify'
import {
  as,
  type Member,
  newPerson,
  openTestService,
  promote,
  signUp,
  type TestService,
} from '../testing/harness.ts'
import { countRows } from '../testing/row-counts.ts'

/** What is no value of a field of this kind. */
const WRONG = {
  text: [1, true, null, [], ['a'], {}],
  number: ['5', true, [], {}, 1.5, -1, 1e300],
  flag: ['true', 0, null, [], {}],
  list: ['spam_ml', 1, null, true, {}, [], [1], [null], [[]]],
} as const

type Kind = keyof typeof WRONG

interface Route {
  readonly method: HTTPMethods
  readonly path: string
  /** A body that would be taken. */
  readonly body: () => Readonly<Record<string, unknown>>
  readonly fields: Readonly<Record<string, Kind>>
  readonly required: readonly string[]
}

const PERSON = { email: 'text', full_name: 'text', phone: 'text', password: 'text' } as const

const ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/users/register/',
    body: () => newPerson(),
    fields: { ...PERSON, username: 'text', document_number: 'text' },
    required: ['email', 'full_name', 'username', 'password', 'document_number'],
  },
  {
    method: 'POST',
    path: '/login/',
    body: () => ({ username: admin.username, password: admin.password }),
    fields: { username: 'text', password: 'text', scope: 'text' },
    required: ['username', 'password'],
  },
  {
    method: 'POST',
    path: '/login/refresh',
    body: () => ({ refresh_token: admin.refresh }),
    fields: { refresh_token: 'text' },
    required: ['refresh_token'],
  },
  {
    method: 'POST',
    path: '/logout',
    body: () => ({ refresh_token: admin.refresh }),
    fields: { refresh_token: 'text' },
    required: [],
  },
  {
    method: 'PATCH',
    path: '/users/me',
    body: () => ({ full_name: 'Ana de Sá' }),
    fields: { ...PERSON, current_password: 'text' },
    required: [],
  },
  {
    method: 'DELETE',
    path: '/users/me',
    body: () => ({ password: admin.password }),
    fields: { password: 'text' },
    required: ['password'],
  },
  {
    method: 'POST',
    path: '/users/me/keys',
    body: () => ({ name: 'robot' }),
    fields: { name: 'text', scopes: 'list', expires_at: 'text' },
    required: ['name'],
  },
  {
    method: 'PATCH',
    path: '/users/{id}',
    body: () => ({ disabled: false }),
    fields: { role: 'text', monthly_limit: 'number', disabled: 'flag' },
    required: [],
  },
  {
    method: 'POST',
    path: '/predict_sentiment',
    body: () => ({ text_message: 'hello' }),
    fields: { text_message: 'text' },
    required: ['text_message'],
  },
  {
    method: 'POST',
    path: '/v1/classify',
    body: () => ({ text: 'hello' }),
    fields: { text: 'text', reasons: 'number', source: 'text' },
    required: ['text'],
  },
  {
    method: 'POST',
    path: '/v1/classify/batch',
    body: () => ({ texts: ['hello'] }),
    fields: { texts: 'list' },
    required: ['texts'],
  },
  {
    method: 'POST',
    path: '/v1/reports',
    body: () => ({ text: 'hello', label: 'ham' }),
    fields: { text: 'text', label: 'text', note: 'text', source: 'text' },
    required: ['label'],
  },
]

const JSON_TYPE = 'application/json'

let service: TestService
let admin: Member

before(async () => {
  service = await openTestService({ LOGIN_ATTEMPTS_PER_ADDRESS: '1000000' })
  admin = await promote(service, await signUp(service.app))
})
after(() => service.close())

const send = ({ method, path }: Route, payload: string | Buffer, type = JSON_TYPE) => {
  const url = path.replace('{id}', admin.id)
  return service.app.inject(as(admin, { method, url, payload, headers: { 'content-type': type } }))
}

const sendBody = (route: Route, changes: object) =>
  send(route, JSON.stringify({ ...route.body(), ...changes }))

/** A body with this field written as `json` says; a stringifier would not write all of it. */
const sendField = (route: Route, field: string, json: string) => {
  const others = Object.entries(route.body()).filter(([name]) => name !== field)
  const members = others.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
  return send(route, `{${[...members, `${JSON.stringify(field)}:${json}`].join()}}`)
}

/** A problem document of this status that points there, if anywhere. */
function assertRefused(reply: LightMyRequestResponse, status: number, pointer?: string): void {
  const { url, method } = reply.raw.req
  assert.equal(reply.statusCode, status, `${method} ${url}: ${reply.body.slice(0, 300)}`)
  assert.match(String(reply.headers['content-type']), /^application\/problem\+json\b/u)
  const { type, errors = [] } = reply.json()
  assert.match(type, /^\/problems\/[a-z-]+$/u)
  const pointers: readonly string[] = errors.map((fault: { pointer: string }) => fault.pointer)
  const isThere = pointers.some((found) => found === pointer || found.startsWith(`${pointer}/`))
  const isRight = pointer === undefined ? pointers.length === 0 : isThere
  assert.ok(isRight, `${method} ${url} points at ${pointers}, not at ${pointer}`)
}

it('every route that reads a body is looked at here', async () => {
  const { paths } = (await service.app.inject({ url: '/openapi.json' })).json()
  const reading = Object.entries(paths as Record<string, Record<string, object>>).flatMap(
    ([path, item]) =>
      Object.entries(item)
        .filter(([, operation]) => 'requestBody' in operation)
        .map(([method]) => `${method.toUpperCase()} ${path}`),
  )
  assert.deepEqual(reading.sort(), ROUTES.map(({ method, path }) => `${method} ${path}`).sort())
})

for (const route of ROUTES) {
  const { method, path, fields, required } = route
  const takesNothing = path === '/logout'

  describe(`${method} ${path}`, () => {
    let stored: Readonly<Record<string, number>>

    before(async () => {
      stored = await countRows(service.database.db)
    })
    after(async () => {
      assert.deepEqual(await countRows(service.database.db), stored, 'something was stored')
    })

    it('400: what is no JSON, or not UTF-8', async () => {
      for (const payload of [
        '{',
        '{"a":}',
        "{'a':1}",
        '[1,]',
        'NaN',
        'text',
        '\ufeff',
        '{"a":"\n"}',
      ]) {
        assertRefused(await send(route, payload), 400)
      }
      for (const bytes of [[0xff], [0xe2, 0x28, 0xa1], [0xc0, 0x80], [0xed, 0xa0, 0x80]]) {
        const payload = Buffer.concat([
          Buffer.from('{"a":"'),
          Buffer.from(bytes),
          Buffer.from('"}'),
        ])
        assertRefused(await send(route, payload), 400)
      }
    })

    it('415: another media type', async () => {
      const body = JSON.stringify(route.body())
      for (const type of [
        'text/plain',
        'application/xml',
        'multipart/form-data; boundary=x',
        'json',
      ]) {
        assertRefused(await send(route, body, type), 415)
      }
      // The log-in routes read forms as well.
      if (path.startsWith('/login/')) return
      assertRefused(await send(route, 'a=b', 'application/x-www-form-urlencoded'), 415)
    })

    it('413: a body over the limit', async () => {
      const limit = path.endsWith('/batch') ? 16_777_216 : 1_048_576
      assertRefused(await send(route, `"${'a'.repeat(limit)}"`), 413)
    })

    it('422: JSON that is no object, however deep', async () => {
      const deep = '['.repeat(10_000) + ']'.repeat(10_000)
      for (const payload of ['[]', '"text"', '1', 'true', '[{}]', deep]) {
        assertRefused(await send(route, payload), 422, '#')
      }
      if (takesNothing) return
      for (const payload of ['', 'null']) assertRefused(await send(route, payload), 422, '#')
    })

    it('422: an unknown field, by its name, whatever that is and however deep it goes', async () => {
      const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`
      for (const [name, pointer] of [
        ['unknown', 'unknown'],
        ['__proto__', '__proto__'],
        ['constructor', 'constructor'],
        ['toString', 'toString'],
        ['', ''],
        ['a/b~c', 'a~1b~0c'],
      ] as const) {
        assertRefused(await sendField(route, name, '{"prototype":{"a":1}}'), 422, `#/${pointer}`)
      }
      assertRefused(await sendField(route, 'deep', deep), 422, '#/deep')
    })

    it('422: ten thousand unknown fields, of which some are named', async () => {
      const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`field${i}`, i]))
      const reply = await sendBody(route, many)
      assertRefused(reply, 422, '#/field0')
      assert.ok(reply.body.length < 10_000)
    })

    for (const [field, kind] of Object.entries(fields)) {
      it(`422: ${field} of another type`, async () => {
        for (const value of WRONG[kind]) {
          assertRefused(await sendField(route, field, JSON.stringify(value)), 422, `#/${field}`)
        }
        if (kind !== 'number') return
        assertRefused(await sendField(route, field, '1e999'), 422, `#/${field}`)
      })

      if (kind !== 'text') continue
      it(`422: ${field} with NUL, half a surrogate pair, or without end`, async () => {
        for (const json of ['"Ana de S\\u0000"', '"Ana de S\\ud800"', '"\\udc00Ana de S"']) {
          assertRefused(await sendField(route, field, json), 422, `#/${field}`)
        }
        const endless = JSON.stringify('a b '.repeat(50_000))
        assertRefused(await sendField(route, field, endless), 422, `#/${field}`)
      })
    }

    for (const field of required) {
      it(`422: without ${field}`, async () => {
        const { [field]: _, ...rest } = route.body()
        assertRefused(await send(route, JSON.stringify(rest)), 422, `#/${field}`)
      })
    }
  })
}
