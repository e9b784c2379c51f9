import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { InjectOptions } from 'fastify'
import {
  as,
  logIn,
  type Member,
  openTestService,
  promote,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'

const START = '2026-05-15T12:00:00.000Z'
const ALL = 'spam_ml reports account'

let service: TestService

before(async () => {
  service = await openTestService()
})
beforeEach(() => service.clock.set(START))
after(() => service.close())

const wait = (milliseconds: number) =>
  service.clock.set(new Date(service.clock.now().getTime() + milliseconds))

const post = (url: string, payload?: object, headers: Readonly<Record<string, string>> = {}) =>
  service.app.inject({ method: 'POST', url, headers, ...(payload && { payload }) })

const logInWith = (payload: object, headers = {}) => post('/login/', payload, headers)

const refresh = (token: string) => post('/login/refresh', { refresh_token: token })

const ask = (member: Pick<Member, 'headers'>, options: InjectOptions) =>
  service.app.inject(as(member, options))

const whoami = (member: Pick<Member, 'headers'>) => ask(member, { url: '/users/whoami' })

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

const sessionsOf = async (member: Pick<Member, 'headers'>) =>
  (await ask(member, { url: '/users/me/sessions' })).json().items

async function makeKey(member: Member): Promise<string> {
  const payload = { name: 'robot' }
  return (await ask(member, { method: 'POST', url: '/users/me/keys', payload })).json().key
}

describe('POST /login/', () => {
  it('200: a pair of tokens for the form of OAuth2, whose other fields are ignored', async () => {
    const { username, password } = await signUp(service.app)
    const fields = { grant_type: 'password', username, password, scope: '', client_id: 'x' }
    const reply = await service.app.inject({
      method: 'POST',
      url: '/login',
      payload: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    })
    assert.equal(reply.statusCode, 200)
    assert.equal(reply.headers['cache-control'], 'no-store')
    const { access_token, refresh_token, ...rest } = reply.json()
    assert.deepEqual(rest, { token_type: 'bearer', expires_in: 3600, scope: ALL })
    assert.equal(access_token.split('.').length, 5)
    assert.match(refresh_token, /^hr_[A-Za-z0-9_-]{43}$/u)
    assert.equal((await whoami(bearer(access_token))).statusCode, 200)
  })

  it('200: the same as JSON, by username or e-mail in any case', async () => {
    const { username, email, password } = await signUp(service.app)
    for (const name of [username, username.toUpperCase(), email, email.toUpperCase()]) {
      const reply = await logInWith({ username: name, password })
      assert.equal(reply.statusCode, 200)
      assert.equal(reply.json().scope, ALL)
    }
  })

  it('200: scopes narrowed to what was asked and may be had', async () => {
    const member = await signUp(service.app)
    const { username, password } = member
    for (const [scope, granted] of [
      ['', ALL],
      ['  ', ALL],
      ['spam_ml', 'spam_ml'],
      ['account spam_ml', 'spam_ml account'],
      ['admin reports nonsense', 'reports'],
    ]) {
      assert.equal((await logInWith({ username, password, scope })).json().scope, granted)
    }
    await promote(service, member)
    assert.equal((await logInWith({ username, password })).json().scope, `${ALL} admin`)
  })

  it('a narrow session cannot do more, nor grow by a refresh', async () => {
    const { username, password } = await signUp(service.app)
    const { access_token, refresh_token } = (
      await logInWith({ username, password, scope: 'spam_ml' })
    ).json()
    assertProblem(await whoami(bearer(access_token)), 403, 'missing-scope')
    const next = (await refresh(refresh_token)).json()
    assert.equal(next.scope, 'spam_ml')
    assertProblem(await whoami(bearer(next.access_token)), 403, 'missing-scope')
    assert.equal((await ask(bearer(next.access_token), { url: '/v1/usage' })).statusCode, 200)
  })

  it('422: none of the scopes asked for may be had', async () => {
    const { username, password } = await signUp(service.app)
    for (const scope of ['admin', 'nonsense']) {
      const reply = await logInWith({ username, password, scope })
      assertProblem(reply, 422, 'invalid-scope', ['#/scope'])
    }
  })

  it('401: a wrong password and a name of nobody are the same answer', async () => {
    const { username } = await signUp(service.app)
    const wrong = await logInWith({ username, password: 'guessed' })
    const nobody = await logInWith({ username: 'nobody.at.all', password: 'guessed' })
    for (const reply of [wrong, nobody]) {
      assertProblem(reply, 401, 'invalid-credentials')
      assert.equal(reply.headers['www-authenticate'], 'Bearer realm="hamlet"')
    }
    const { instance: _one, ...ofWrong } = wrong.json()
    const { instance: _other, ...ofNobody } = nobody.json()
    assert.deepEqual(ofWrong, ofNobody)
  })

  it('403: a disabled account, but only after its right password', async () => {
    const { id, username, password } = await signUp(service.app)
    const admin = await promote(service, await signUp(service.app))
    const payload = { disabled: true }
    await ask(admin, { method: 'PATCH', url: `/users/${id}`, payload })
    assertProblem(await logInWith({ username, password }), 403, 'account-disabled')
    assertProblem(await logInWith({ username, password: 'guessed' }), 401, 'invalid-credentials')
  })

  it('422: unknown fields of a JSON body, and no body at all', async () => {
    const body = { username: 'a', password: 'b', grant_type: 'password' }
    assertProblem(await logInWith(body), 422, 'invalid-request', ['#/grant_type'])
    assertProblem(await post('/login/'), 422, 'invalid-request', ['#'])
  })
})

describe('POST /login/test_token', () => {
  it('200: whom a token or a key names, and for what', async () => {
    const member = await signUp(service.app)
    const reply = await post('/login/test_token', undefined, member.headers)
    assert.equal(reply.statusCode, 200)
    const { username } = member
    assert.deepEqual(reply.json(), {
      message: 'valid token',
      username,
      scopes: ['spam_ml', 'reports', 'account'],
    })
    const byKey = await post('/login/test_token/', undefined, {
      'x-api-key': await makeKey(member),
    })
    const scopes = ['spam_ml', 'reports']
    assert.deepEqual(byKey.json(), { message: 'valid token', username, scopes })
  })

  it('401: an access token that has expired, on the second', async () => {
    const { username, password } = await signUp(service.app)
    const [one, two] = [
      await logIn(service.app, username, password),
      await logIn(service.app, username, password),
    ]
    wait(3_599_999)
    assert.equal((await post('/login/test_token', undefined, one.headers)).statusCode, 200)
    wait(1)
    assertProblem(await post('/login/test_token', undefined, two.headers), 401, 'invalid-token')
  })
})

describe('POST /logout', () => {
  it('204: access and refresh token are dead at once', async () => {
    const member = await signUp(service.app)
    assert.equal((await whoami(member)).statusCode, 200)
    const reply = await post('/logout', { refresh_token: member.refresh }, member.headers)
    assert.deepEqual([reply.statusCode, reply.body], [204, ''])
    assertProblem(await whoami(member), 401, 'invalid-token')
    assertProblem(await refresh(member.refresh), 401, 'invalid-refresh-token')
  })

  it('204: without a body, however its emptiness is labelled, the own session ends', async () => {
    const { username, password } = await signUp(service.app)
    for (const headers of [{}, { 'content-type': 'application/json' }]) {
      const session = await logIn(service.app, username, password)
      const reply = await post('/logout/', undefined, { ...session.headers, ...headers })
      assert.equal(reply.statusCode, 204, reply.body)
      assertProblem(await whoami(session), 401, 'invalid-token')
      assertProblem(await refresh(session.refresh), 401, 'invalid-refresh-token')
    }
  })

  it('204: with the refresh token of another session of one’s own, both end and no third', async () => {
    const member = await signUp(service.app)
    const { username, password } = member
    const other = await logIn(service.app, username, password)
    const third = await logIn(service.app, username, password)
    await post('/logout', { refresh_token: other.refresh }, member.headers)
    for (const ended of [member, other]) assertProblem(await whoami(ended), 401, 'invalid-token')
    assert.equal((await whoami(third)).statusCode, 200)
  })

  it('204: a key ends the session of a refresh token, and stays good itself', async () => {
    const member = await signUp(service.app)
    const headers = { 'x-api-key': await makeKey(member) }
    assert.equal(
      (await post('/logout', { refresh_token: member.refresh }, headers)).statusCode,
      204,
    )
    assertProblem(await whoami(member), 401, 'invalid-token')
    assert.equal((await post('/login/test_token', undefined, headers)).statusCode, 200)
  })

  it('204: a refresh token of somebody else, or of nobody, changes nothing for its owner', async () => {
    const [member, other] = [await signUp(service.app), await signUp(service.app)]
    for (const refresh_token of [other.refresh, `hr_${'A'.repeat(43)}`, 'nonsense', '']) {
      const session = await logIn(service.app, member.username, member.password)
      const reply = await post('/logout', { refresh_token }, session.headers)
      assert.equal(reply.statusCode, 204)
    }
    assert.equal((await whoami(other)).statusCode, 200)
    assert.equal((await refresh(other.refresh)).statusCode, 200)
  })
})

describe('GET and DELETE /users/me/sessions', () => {
  it('200: the live sessions, the last used one first', async () => {
    const member = await signUp(service.app)
    wait(1000)
    const { username, password } = member
    const scope = 'account'
    const phone = await logInWith({ username, password, scope }, { 'user-agent': 'a'.repeat(300) })
    const items = await sessionsOf(member)
    assert.equal(items.length, 2)
    const [{ id, ...newest }, oldest] = items
    assert.match(id, /^[0-9a-f-]{36}$/u)
    assert.deepEqual(newest, {
      scopes: ['account'],
      user_agent: 'a'.repeat(200),
      created_at: '2026-05-15T12:00:01.000Z',
      last_used_at: '2026-05-15T12:00:01.000Z',
      expires_at: '2026-06-14T12:00:01.000Z',
      current: false,
    })
    assert.deepEqual([oldest.current, oldest.created_at], [true, START])
    const ofPhone = await sessionsOf(bearer(phone.json().access_token))
    assert.deepEqual(
      ofPhone.map(({ current }: { current: boolean }) => current),
      [true, false],
    )
    wait(1000)
    await refresh(member.refresh)
    assert.equal((await sessionsOf(member))[0].id, oldest.id)
    assert.equal((await sessionsOf(member))[0].last_used_at, '2026-05-15T12:00:02.000Z')
  })

  it('204: a revoked session is dead at once, its tokens with it', async () => {
    const member = await signUp(service.app)
    const lost = await logIn(service.app, member.username, member.password)
    assert.equal((await whoami(lost)).statusCode, 200)
    const [id] = (await sessionsOf(member))
      .filter(({ current }: { current: boolean }) => !current)
      .map((session: { id: string }) => session.id)
    const revoke = () => ask(member, { method: 'DELETE', url: `/users/me/sessions/${id}` })
    const reply = await revoke()
    assert.deepEqual([reply.statusCode, reply.body], [204, ''])
    assertProblem(await whoami(lost), 401, 'invalid-token')
    assertProblem(await refresh(lost.refresh), 401, 'invalid-refresh-token')
    assert.equal((await sessionsOf(member)).length, 1)
    assertProblem(await revoke(), 404, 'session-not-found')
  })

  it('404: a session of somebody else, of nobody, or what cannot be one', async () => {
    const [member, other] = [await signUp(service.app), await signUp(service.app)]
    const [{ id }] = await sessionsOf(other)
    const nobodys = '01a20556-07b9-7192-95c3-f6aa292e0722'
    for (const named of [id, nobodys, 'nonsense', '%20', 'a'.repeat(500)]) {
      const reply = await ask(member, { method: 'DELETE', url: `/users/me/sessions/${named}` })
      assertProblem(reply, 404, 'session-not-found')
    }
    assert.equal((await whoami(other)).statusCode, 200)
  })
})
