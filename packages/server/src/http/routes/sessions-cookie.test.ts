import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { type Member, openTestService, signUp, type TestService } from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'

const START = '2026-05-15T12:00:00.000Z'
const MONTH_S = 2_592_000
const HERE = '127.0.0.1:8000'
const PAGE = { 'x-hamlet-session': '1' }

let service: TestService
let member: Member

before(async () => {
  service = await openTestService()
  member = await signUp(service.app)
})
beforeEach(() => service.clock.set(START))
after(() => service.close())

const wait = (milliseconds: number) =>
  service.clock.set(new Date(service.clock.now().getTime() + milliseconds))

type Headers = Readonly<Record<string, string>>

const post = (url: string, headers: Headers, payload?: string | object) =>
  service.app.inject({
    method: 'POST',
    url,
    headers: { host: HERE, ...headers },
    ...(payload !== undefined && { payload }),
  })

const logInWith = (fields: object, headers: Headers = {}) => {
  const { username, password } = member
  return post('/login/', headers, { username, password, ...fields })
}

/** Name and value of the one cookie that an answer sets, and what else it says of it. */
function cookieOf(reply: LightMyRequestResponse) {
  const header = reply.headers['set-cookie']
  assert.equal(typeof header, 'string', reply.body)
  const [pair = '', ...attributes] = String(header).split('; ')
  const [name = '', value = ''] = pair.split('=')
  return { name, value, cookie: pair, attributes }
}

const bare = (reply: LightMyRequestResponse) => reply.headers['set-cookie'] === undefined

/** A new session in a cookie. */
async function openPage() {
  const reply = await logInWith({ session: 'cookie' })
  assert.equal(reply.statusCode, 200, reply.body)
  return { ...cookieOf(reply), access: String(reply.json().access_token) }
}

const refresh = (cookie: string, headers: Headers = PAGE) =>
  post('/login/refresh', { cookie, ...headers })

const isGood = async (access: string) =>
  (await post('/login/test_token', { authorization: `Bearer ${access}` })).statusCode === 200

describe('POST /login/ with session: cookie', () => {
  it('200: the refresh token is in the cookie and nowhere in the body', async () => {
    const reply = await logInWith({ session: 'cookie' })
    const { value, attributes } = cookieOf(reply)
    const { access_token: _access, ...rest } = reply.json()
    const scope = 'spam_ml reports account'
    assert.deepEqual(rest, { token_type: 'bearer', expires_in: 3600, scope })
    assert.match(value, /^hr_[A-Za-z0-9_-]{43}$/u)
    assert.ok(!reply.body.includes(value))
    assert.equal(reply.headers['cache-control'], 'no-store')
    assert.deepEqual(attributes, ['Path=/', `Max-Age=${MONTH_S}`, 'HttpOnly', 'SameSite=Strict'])
  })

  it('200: without it, or with session: token, no cookie is set', async () => {
    for (const fields of [{}, { session: 'token' }]) {
      const reply = await logInWith(fields)
      assert.ok(bare(reply))
      assert.match(reply.json().refresh_token, /^hr_/u)
    }
  })

  for (const [host, origin, name] of [
    ['hamlet.example', 'https://hamlet.example', '__Host-hamlet-session'],
    ['hamlet.example', undefined, '__Host-hamlet-session'],
    // A proxy on this machine that does not pass the name on.
    [HERE, 'https://hamlet.example', '__Host-hamlet-session'],
    [HERE, 'null', '__Host-hamlet-session'],
    ['127.0.0.1.example', undefined, '__Host-hamlet-session'],
    ['localhost.example', undefined, '__Host-hamlet-session'],
    ['notlocalhost', undefined, '__Host-hamlet-session'],
    ['128.0.0.1', undefined, '__Host-hamlet-session'],
    [HERE, undefined, 'hamlet-session-8000'],
    ['127.9.9.9', undefined, 'hamlet-session-80'],
    ['localhost:8001', undefined, 'hamlet-session-8001'],
    ['app.localhost:8001', undefined, 'hamlet-session-8001'],
    ['[::1]:8000', undefined, 'hamlet-session-8000'],
    [HERE, 'http://localhost:5173', 'hamlet-session-5173'],
  ] as const) {
    it(`is called ${name} at ${host} for a page of ${origin}`, async () => {
      const headers = { host, ...(origin && { origin }) }
      const found = cookieOf(await logInWith({ session: 'cookie' }, headers))
      assert.equal(found.name, name)
      assert.equal(found.attributes.includes('Secure'), name.startsWith('__Host-'))
      assert.ok(found.attributes.includes('HttpOnly'))
      assert.equal((await refresh(found.cookie, { ...PAGE, ...headers })).statusCode, 200)
    })
  }

  it('403: by a form without the header, which another site could send; 200 with it', async () => {
    const { username, password } = member
    const form = new URLSearchParams({ username, password, session: 'cookie' }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const refused = await post('/login/', headers, form)
    assertProblem(refused, 403, 'session-header-missing')
    assert.ok(bare(refused))
    const reply = await post('/login/', { ...headers, ...PAGE }, form)
    assert.equal(reply.statusCode, 200)
    assert.match(cookieOf(reply).value, /^hr_/u)
  })

  it('422: another word', async () => {
    assertProblem(await logInWith({ session: 'yes' }), 422, 'invalid-request', ['#/session'])
  })

  it('401: no cookie for a wrong password', async () => {
    const reply = await logInWith({ session: 'cookie', password: 'guessed' })
    assertProblem(reply, 401, 'invalid-credentials')
    assert.ok(bare(reply))
  })
})

describe('POST /login/refresh by cookie', () => {
  it('200: a new access token, and a new cookie that lives as long as its token', async () => {
    const page = await openPage()
    wait(60_000)
    const reply = await refresh(`theme=dark; ${page.cookie}; a=b`)
    assert.equal(reply.statusCode, 200, reply.body)
    assert.equal(reply.headers['cache-control'], 'no-store')
    const next = cookieOf(reply)
    assert.equal(next.name, page.name)
    assert.notEqual(next.value, page.value)
    assert.ok(next.attributes.includes(`Max-Age=${MONTH_S}`))
    assert.equal(reply.json().refresh_token, undefined)
    assert.ok(await isGood(reply.json().access_token))
    wait(MONTH_S * 1000 - 1)
    const last = cookieOf(await refresh(next.cookie))
    wait(MONTH_S * 1000)
    assertProblem(await refresh(last.cookie), 401, 'invalid-refresh-token')
  })

  it('200: an empty object is no refresh token, either', async () => {
    const { cookie } = await openPage()
    const reply = await post('/login/refresh', { cookie, ...PAGE }, {})
    assert.equal(reply.statusCode, 200, reply.body)
  })

  it('200: two tabs that refresh at once get the same cookie, and both go on', async () => {
    const { cookie } = await openPage()
    const replies = await Promise.all([refresh(cookie), refresh(cookie)])
    const [one, two] = replies.map(cookieOf)
    assert.equal(one?.cookie, two?.cookie)
    for (const reply of replies) assert.ok(await isGood(reply.json().access_token))
    wait(3_600_000)
    assert.equal((await refresh(String(one?.cookie))).statusCode, 200)
  })

  it('403: without the header the cookie is not read, and stays good', async () => {
    const { cookie } = await openPage()
    const refused = await refresh(cookie, {})
    assertProblem(refused, 403, 'session-header-missing')
    assert.ok(bare(refused))
    wait(60_000)
    assert.equal((await refresh(cookie)).statusCode, 200)
  })

  it('401: a refusal sets no cookie, which would replace that of a log-in in between', async () => {
    const old = await openPage()
    assert.equal((await post('/logout', { cookie: old.cookie, ...PAGE })).statusCode, 204)
    for (const value of [old.value, `hr_${'A'.repeat(43)}`, 'nonsense', '', 'a=b']) {
      const reply = await refresh(`${old.name}=${value}`)
      assertProblem(reply, 401, 'invalid-refresh-token')
      assert.ok(bare(reply))
    }
  })

  it('401: no cookie, but the header that goes with one', async () => {
    assertProblem(await post('/login/refresh', PAGE), 401, 'invalid-refresh-token')
  })

  it('422: neither cookie nor header nor refresh token', async () => {
    for (const payload of [undefined, {}]) {
      const reply = await post('/login/refresh', {}, payload)
      assertProblem(reply, 422, 'invalid-request', ['#/refresh_token'])
    }
  })

  it('200: a refresh token in the body is answered in the body, whatever the cookie', async () => {
    const { cookie, value } = await openPage()
    const other = (await logInWith({})).json().refresh_token
    const reply = await post('/login/refresh', { cookie, ...PAGE }, { refresh_token: other })
    assert.match(reply.json().refresh_token, /^hr_/u)
    assert.ok(bare(reply))
    assert.notEqual(reply.json().refresh_token, value)
    wait(60_000)
    assert.equal((await refresh(cookie)).statusCode, 200)
  })
})

describe('POST /logout by cookie', () => {
  it('204: the session ends and the cookie is taken back, with or without an access token', async () => {
    for (const withToken of [true, false]) {
      const { access, cookie, name } = await openPage()
      const authorization = withToken && { authorization: `Bearer ${access}` }
      const reply = await post('/logout', { cookie, ...PAGE, ...authorization })
      assert.equal(reply.statusCode, 204, reply.body)
      const { cookie: cleared, attributes } = cookieOf(reply)
      assert.equal(cleared, `${name}=`)
      assert.deepEqual(attributes, ['Path=/', 'Max-Age=0', 'HttpOnly', 'SameSite=Strict'])
      assert.equal(await isGood(access), false)
      assertProblem(await refresh(cookie), 401, 'invalid-refresh-token')
    }
  })

  it('204: an access token that ran out does not keep a page logged in', async () => {
    const { access, cookie } = await openPage()
    wait(3_600_000)
    const headers = { cookie, ...PAGE, authorization: `Bearer ${access}` }
    assert.equal((await post('/logout', headers)).statusCode, 204)
    assertProblem(await refresh(cookie), 401, 'invalid-refresh-token')
  })

  it('204: a bad cookie is taken back, too', async () => {
    const { name } = await openPage()
    const reply = await post('/logout', { cookie: `${name}=nonsense`, ...PAGE })
    assert.equal(reply.statusCode, 204)
    assert.equal(cookieOf(reply).cookie, `${name}=`)
  })

  it('403: neither the header nor a credential', async () => {
    const { cookie } = await openPage()
    assertProblem(await post('/logout', { cookie }), 403, 'session-header-missing')
    assert.equal((await refresh(cookie)).statusCode, 200)
  })

  it('204: a credential without the header ends its own session and leaves the cookie alone', async () => {
    const { cookie } = await openPage()
    const { access_token } = (await logInWith({})).json()
    const reply = await post('/logout', { cookie, authorization: `Bearer ${access_token}` })
    assert.equal(reply.statusCode, 204)
    assert.ok(bare(reply))
    assert.equal(await isGood(access_token), false)
    assert.equal((await refresh(cookie)).statusCode, 200)
  })

  it('204: with a credential, the cookie of somebody else’s session is taken back, but not its session', async () => {
    const { cookie, access } = await openPage()
    const { headers } = await signUp(service.app)
    const reply = await post('/logout', { ...headers, ...PAGE, cookie })
    assert.equal(reply.statusCode, 204)
    assert.equal(cookieOf(reply).value, '')
    assert.ok(await isGood(access))
  })

  it('401: the header alone', async () => {
    assertProblem(await post('/logout', PAGE), 401, 'invalid-token')
    assertProblem(
      await post('/logout', { ...PAGE, authorization: 'Bearer nonsense' }),
      401,
      'invalid-token',
    )
  })
})

it('no log line holds a cookie', async () => {
  const { cookie, value } = await openPage()
  const next = cookieOf(await refresh(cookie))
  await refresh('hamlet-session-8000=hr_planted')
  await post('/logout', { cookie: next.cookie, ...PAGE })
  assert.ok(service.log.length > 0)
  for (const secret of [value, next.value, 'hr_planted']) {
    assert.ok(!service.log.some((line) => line.includes(secret)))
  }
})
