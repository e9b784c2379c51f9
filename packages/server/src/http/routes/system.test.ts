import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { InjectOptions } from 'fastify'
import {
  as,
  type Member,
  openTestService,
  promote,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'
import { VERSION } from '../../version.ts'

const TOKEN = 'a token for Prometheus'.replaceAll(' ', '-')
const AFAR = '203.0.113.5'

let service: TestService
let member: Member

before(async () => {
  service = await openTestService({
    METRICS_TOKEN: TOKEN,
    PROJECT_NAME: 'Yorick',
    PASSWORD_MIN_LENGTH: '11',
  })
  member = await signUp(service.app)
})
after(() => service.close())

const get = (url: string, options: InjectOptions = {}) => service.app.inject({ ...options, url })

describe('GET /', () => {
  it('200: what this is', async () => {
    const reply = await get('/')
    assert.equal(reply.statusCode, 200)
    assert.deepEqual(reply.json(), {
      ...{ message: 'Yorick is up', version: VERSION, docs: '/docs' },
      password_min_length: 11,
    })
    const curl = await get('/', { headers: { accept: '*/*' } })
    assert.deepEqual(curl.json(), reply.json())
  })

  it('302: a browser is sent to a page', async () => {
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
    const reply = await get('/', { headers: { accept } })
    assert.equal(reply.statusCode, 302)
    const page = await get(String(reply.headers['location']), { headers: { accept } })
    assert.equal(page.statusCode, 200)
    assert.match(String(page.headers['content-type']), /^text\/html\b/u)
  })
})

describe('GET /health_check', () => {
  it('200: how each part is', async () => {
    const reply = await get('/health_check')
    assert.equal(reply.statusCode, 200)
    const { status, checks } = reply.json()
    const { latency_ms, ...database } = checks.database
    const { version, ...model } = checks.model
    assert.ok(latency_ms >= 0 && latency_ms < 2000)
    assert.match(version, /^[0-9a-f]{12}$/u)
    assert.deepEqual([status, database, model], ['ok', { status: 'ok' }, { status: 'ok' }])
    assert.deepEqual(checks.migrations, { status: 'ok' })
    assert.deepEqual(Object.keys(checks).sort(), ['database', 'migrations', 'model'])
  })

  it('503: a migration of this version has not run; it is not ready then, but alive', async () => {
    const { db } = service.database
    const table = db.withTables<{ kysely_migration: { name: string; timestamp: string } }>()
    const rows = await table.selectFrom('kysely_migration').selectAll().execute()
    await table.deleteFrom('kysely_migration').execute()
    const reply = await get('/health_check/')
    assert.equal(reply.statusCode, 503)
    const { status, checks } = reply.json()
    assert.deepEqual(
      [status, checks.migrations.status, checks.database.status],
      ['failing', 'pending', 'ok'],
    )
    const ready = await get('/readyz')
    assert.deepEqual([ready.statusCode, ready.json()], [503, { status: 'not ready' }])
    assert.equal((await get('/livez')).statusCode, 200)
    await table.insertInto('kysely_migration').values(rows).execute()
    assert.equal((await get('/health_check')).statusCode, 200)
  })
})

describe('GET /livez and /readyz', () => {
  it('200: alive and ready, also to HEAD', async () => {
    assert.deepEqual((await get('/livez')).json(), { status: 'alive' })
    assert.deepEqual((await get('/readyz')).json(), { status: 'ready' })
    for (const url of ['/livez', '/readyz/']) {
      const head = await get(url, { method: 'HEAD' })
      assert.deepEqual([head.statusCode, head.body], [200, ''])
    }
  })

  it('503: not ready while stopping, when what is in flight is still answered', async () => {
    const stopping = await openTestService({}, service.database)
    await stopping.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = stopping.app.server.address() as AddressInfo
    const probe = connectTo(port)
    probe.write('GET /readyz HTTP/1.1\r\nHost: a\r\n')
    const arrived = once(stopping.app.server, 'request')
    const person = connectTo(port)
    const body = JSON.stringify({ username: member.username, password: member.password })
    const length = `Content-Length: ${body.length}`
    const head = `POST /login/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${length}`
    person.write(`${head}\r\n\r\n${body.slice(0, 5)}`)
    await arrived
    const closed = stopping.close()
    await setTimeout(20)
    probe.write('\r\n')
    person.write(body.slice(5))
    const [ofProbe, ofPerson] = await Promise.all([probe.answer, person.answer, closed])
    assert.match(ofProbe, /^HTTP\/1\.1 503 .*\r\nx-request-id: .*\{"status":"not ready"\}$/isu)
    assert.match(ofPerson, /^HTTP\/1\.1 200 .*"access_token":"/su)
  })
})

describe('GET /all_routes', () => {
  it('200: method, path and name of each', async () => {
    const routes: readonly Readonly<Record<'method' | 'path' | 'name', string>>[] = (
      await get('/all_routes')
    ).json()
    for (const route of routes) {
      assert.deepEqual(Object.keys(route).sort(), ['method', 'name', 'path'])
      assert.match(route.method, /^(?:GET|POST|PATCH|DELETE)$/u)
      assert.match(route.path, /^\/[\w/{}]*$/u)
      assert.match(route.name, /^[a-z]\w+$/u)
    }
    const listed = routes.map(({ method, path, name }) => `${method} ${path} ${name}`)
    assert.deepEqual(listed.toSorted(), await operationsOf('/openapi.json'))
    assert.equal(new Set(listed).size, listed.length)
  })

  it('200: every one of them is there, with and without a slash', async () => {
    for (const { method, path } of (await get('/all_routes/')).json()) {
      const url = path.replace('{id}', '01a20556-07b9-7192-95c3-f6aa292e0722')
      const bare = url.replace(/(.)\/$/u, '$1')
      const replies = [
        await get(bare, { method, remoteAddress: AFAR }),
        await get(bare === '/' ? bare : `${bare}/`, { method, remoteAddress: AFAR }),
      ]
      assert.ok(
        replies.every(({ body }) => !body.includes('route-not-found')),
        `${method} ${path}`,
      )
      assert.equal(replies[0]?.statusCode, replies[1]?.statusCode)
    }
  })
})

describe('GET /metrics', () => {
  it('200: to this machine, as Prometheus reads it', async () => {
    for (const remoteAddress of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1']) {
      const reply = await get('/metrics', { remoteAddress })
      assert.equal(reply.statusCode, 200)
      assert.equal(reply.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8')
    }
  })

  it('401: to strangers, also through a proxy on this machine', async () => {
    for (const options of [
      { remoteAddress: AFAR },
      { remoteAddress: '10.127.0.1' },
      { remoteAddress: '127.0.0.1', headers: { 'x-forwarded-for': AFAR } },
      { remoteAddress: '127.0.0.1', headers: { forwarded: `for=${AFAR}` } },
      { remoteAddress: AFAR, headers: { 'x-forwarded-for': '127.0.0.1' } },
      { remoteAddress: AFAR, headers: { authorization: `Bearer ${TOKEN}x` } },
    ]) {
      assertProblem(await get('/metrics', options), 401, 'invalid-token')
    }
  })

  it('200: to METRICS_TOKEN and to administrators; 403: to others', async () => {
    const remoteAddress = AFAR
    const withToken = await get('/metrics', {
      remoteAddress,
      headers: { authorization: `Bearer ${TOKEN}` },
    })
    assert.equal(withToken.statusCode, 200)
    const admin = await promote(service, await signUp(service.app))
    const ofAdmin = await get('/metrics/', as(admin, { remoteAddress }))
    assert.equal(ofAdmin.statusCode, 200)
    assertProblem(await get('/metrics', as(member, { remoteAddress })), 403, 'missing-scope')
  })

  it('401: nobody’s token opens it where METRICS_TOKEN is not set', async () => {
    const plain = await openTestService({}, service.database)
    for (const authorization of ['Bearer undefined', 'Bearer ', '']) {
      const options = { url: '/metrics', remoteAddress: AFAR, headers: { authorization } }
      assertProblem(await plain.app.inject(options), 401, 'invalid-token')
    }
    await plain.close()
  })

  it('200: counts requests by their route, never by their path, and decisions by label', async () => {
    await get('/users/somebody-in-particular', as(member, {}))
    const texts = ['See you at six, mum', 'See you at seven, mum']
    const options = { method: 'POST', url: '/v1/classify/batch', payload: { texts } } as const
    await service.app.inject(as(member, options))
    const { body } = await get('/metrics')
    assert.match(body, /^hamlet_decisions_total\{label="ham",verdict="ham"\} 2$/mu)
    assert.match(
      body,
      /^hamlet_http_request_duration_seconds_count\{route="\/users\/:id",method="GET",status="404"\} 1$/mu,
    )
    assert.match(body, /^hamlet_process_resident_memory_bytes \d/mu)
    assert.ok(!body.includes('somebody-in-particular'))
  })
})

describe('GET /docs, /openapi.json and /openapi.yaml', () => {
  it('200: each in its media type', async () => {
    for (const [url, type] of [
      ['/openapi.json', 'application/json'],
      ['/openapi.yaml', 'application/yaml'],
      ['/docs', 'text/html'],
    ] as const) {
      const reply = await get(url)
      assert.equal(reply.statusCode, 200)
      assert.ok(String(reply.headers['content-type']).startsWith(`${type}; charset=utf-8`))
    }
  })

  it('200: the page loads nothing from outside, and may not', async () => {
    const { body, headers } = await get('/docs/')
    const parts = [...body.matchAll(/\s(?:src|href)="([^"]*)"/gu)].map(([, url = '']) => url)
    assert.ok(parts.length >= 4)
    for (const part of parts) {
      assert.ok(!/^(?:[a-z]+:)?\/\//u.test(part), part)
      const { pathname } = new URL(part, 'http://a/docs/')
      assert.equal((await get(pathname)).statusCode, 200, part)
    }
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src '(?:self|none)'/u)
    assert.doesNotMatch(policy, /https?:\/\/|\*/u)
  })
})

/** Every operation of an OpenAPI document, as method, path and name, in order. */
async function operationsOf(url: string): Promise<readonly string[]> {
  const paths: Record<string, Record<string, { operationId: string }>> = (await get(url)).json()
    .paths
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(
      ([verb, { operationId }]) => `${verb.toUpperCase()} ${path} ${operationId}`,
    ),
  )
  return operations.toSorted()
}

/** A connection on which one answer is waited for. */
function connectTo(port: number) {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  const answer = text(socket)
  return { write: (sent: string) => socket.write(sent), answer }
}
