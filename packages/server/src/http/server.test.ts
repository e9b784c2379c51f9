import assert from 'node:assert/strict'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import type { InjectOptions } from 'fastify'
import { sql } from 'kysely'
import { as, type Member, openTestService, signUp, type TestService } from '../testing/harness.ts'
import { assertProblem } from '../testing/problems.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u

let service: TestService
let member: Member

before(async () => {
  service = await openTestService()
  member = await signUp(service.app)
})
after(() => service.close())

const get = (url: string, options: InjectOptions = {}) => service.app.inject({ ...options, url })

describe('every answer', () => {
  /** An answer of each kind, by how it comes about. */
  const KINDS: Readonly<Record<string, readonly [number, () => InjectOptions]>> = {
    'a value': [200, () => ({ url: '/livez' })],
    'the answer to HEAD': [200, () => ({ method: 'HEAD', url: '/livez' })],
    'a stream': [200, () => as(member, { url: '/users/me/export' })],
    'a file of the interactive page': [200, () => ({ url: '/docs/static/index.css' })],
    'nothing to say': [204, () => as(member, { method: 'POST', url: '/logout' })],
    'a redirection': [302, () => ({ url: '/', headers: { accept: 'text/html' } })],
    'a path that cannot be read': [400, () => ({ url: '/v1/decisions/%zz' })],
    'a body that cannot be read': [400, () => posted('{"username":')],
    'no credential': [401, () => ({ url: '/users/whoami' })],
    'no such route': [404, () => ({ url: '/nowhere' })],
    'no such method': [404, () => ({ method: 'PATCH', url: '/livez' })],
    'a vast body': [413, () => posted(`"${'a'.repeat(2_000_000)}"`)],
    'a foreign media type': [415, () => ({ ...posted('x'), headers: { 'content-type': 'a/b' } })],
    'a body that is not what was asked': [422, () => posted('[]')],
  }

  const posted = (payload: string): InjectOptions => ({
    method: 'POST',
    url: '/login/refresh',
    payload,
    headers: { 'content-type': 'application/json' },
  })

  for (const [kind, [status, options]] of Object.entries(KINDS)) {
    it(`${status}: ${kind} carries a request id and its time`, async () => {
      const asked = options()
      const headers = { ...asked.headers, 'x-request-id': 'my-own.id_1' }
      const reply = await service.app.inject({ ...asked, headers })
      assert.equal(reply.statusCode, status, reply.body)
      assert.equal(reply.headers['x-request-id'], 'my-own.id_1')
      assert.match(String(reply.headers['server-timing']), /^total;dur=\d+\.\d\d$/u)
      const unnamed = await service.app.inject(options())
      assert.match(String(unnamed.headers['x-request-id']), UUID)
    })
  }

  it('500: a stranger learns nothing but the id under which the log tells the rest', async () => {
    const { app, database, log } = service
    const owner = await signUp(app)
    await sql`alter table api_key rename to api_key_elsewhere`.execute(database.db)
    const reply = await app.inject(as(owner, { url: '/users/me/keys' }))
    await sql`alter table api_key_elsewhere rename to api_key`.execute(database.db)
    assertProblem(reply, 500, 'internal')
    assert.match(String(reply.headers['server-timing']), /^total;dur=/u)
    assert.doesNotMatch(reply.body, /api_key|relation|select/u)
    const id = String(reply.headers['x-request-id'])
    const told = log.filter((line) => line.includes(id) && line.includes('api_key'))
    assert.equal(told.length, 1)
  })

  it('400 and 431: what is no HTTP at all is refused in the same form', async () => {
    await service.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = service.app.server.address() as AddressInfo
    for (const [sent, status] of [
      ['NONSENSE\r\n\r\n', 400],
      ['GET /livez HTTP/1.1\r\nHost: a\r\nContent-Length: ten\r\n\r\n', 400],
      [`GET /livez HTTP/1.1\r\nHost: a\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ] as const) {
      const [head = '', body = ''] = (await exchange(port, sent)).split('\r\n\r\n')
      assert.match(head, new RegExp(`^HTTP/1.1 ${status} `, 'u'))
      assert.match(head, /\r\nContent-Type: application\/problem\+json/u)
      assert.match(head, /\r\nServer-Timing: total;dur=/u)
      const id = /\r\nX-Request-Id: (\S+)/u.exec(head)?.[1]
      const { type, status: told, instance } = JSON.parse(body)
      assert.deepEqual([type, told], ['/problems/bad-request', status])
      assert.equal(instance, `urn:hamlet:request:${id}`)
    }
  })
})

describe('answers to a browser', () => {
  it('every answer forbids what a browser should not do with it', async () => {
    for (const reply of [await get('/livez'), await get('/nowhere'), await get('/docs/')]) {
      const { headers } = reply
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.match(String(headers['content-security-policy']), /default-src 'none'/u)
      assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/u)
      assert.match(String(headers['strict-transport-security']), /max-age=\d{8}/u)
      assert.equal(headers['x-powered-by'], undefined)
    }
  })

  it('a page says, too, what may be done with it', async () => {
    const { headers } = await get('/docs/')
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin')
    assert.match(String(headers['content-security-policy']), /script-src 'self'/u)
    assert.equal((await get('/livez')).headers['referrer-policy'], undefined)
  })

  it('other origins are not let in unless CORS_ORIGINS names them', async () => {
    const origin = 'https://app.example'
    const reply = await get('/livez', { headers: { origin } })
    assert.equal(reply.headers['access-control-allow-origin'], undefined)
    const asking = { origin, 'access-control-request-method': 'POST' }
    const preflight = await get('/v1/classify', { method: 'OPTIONS', headers: asking })
    assertProblem(preflight, 404, 'route-not-found')
  })

  it('CORS_ORIGINS lets in those it names, before and after they authenticate', async () => {
    const open = await openTestService(
      { CORS_ORIGINS: 'https://app.example, https://b.example' },
      service.database,
    )
    const from = (origin: string, options: InjectOptions = {}) =>
      open.app.inject({ url: '/users/whoami', ...options, headers: { ...options.headers, origin } })
    const refused = await from('https://b.example')
    assertProblem(refused, 401, 'invalid-token')
    assert.equal(refused.headers['access-control-allow-origin'], 'https://b.example')
    assert.match(String(refused.headers['access-control-expose-headers']), /ratelimit/u)
    assert.match(String(refused.headers['vary']), /origin/iu)
    const headers = {
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,content-type',
    }
    const preflight = await from('https://app.example', { method: 'OPTIONS', headers })
    assert.equal(preflight.statusCode, 204)
    assert.match(String(preflight.headers['access-control-allow-methods']), /PATCH/u)
    assert.match(String(preflight.headers['access-control-allow-headers']), /authorization/u)
    const stranger = await from('https://evil.example')
    assert.equal(stranger.headers['access-control-allow-origin'], undefined)
    await open.close()
    const anybody = await openTestService({ CORS_ORIGINS: '*' }, service.database)
    const reply = await anybody.app.inject({
      url: '/livez',
      headers: { origin: 'https://c.example' },
    })
    assert.equal(reply.headers['access-control-allow-origin'], '*')
    await anybody.close()
  })
})

function exchange(port: number, sent: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(sent)
  return text(socket)
}
