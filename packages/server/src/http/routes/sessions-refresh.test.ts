import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
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
const DAY_MS = 86_400_000

let service: TestService

before(async () => {
  service = await openTestService({
    LOGIN_ATTEMPTS_PER_ACCOUNT: '3',
    LOGIN_ATTEMPTS_PER_ADDRESS: '6',
  })
})
beforeEach(() => service.clock.set(START))
after(() => service.close())

const wait = (milliseconds: number) =>
  service.clock.set(new Date(service.clock.now().getTime() + milliseconds))

const exchange = (refresh_token: string) =>
  service.app.inject({ method: 'POST', url: '/login/refresh', payload: { refresh_token } })

/** The child of a token that is good. */
async function childOf(token: string): Promise<string> {
  const reply = await exchange(token)
  assert.equal(reply.statusCode, 200, reply.body)
  return reply.json().refresh_token
}

const whoami = (member: Pick<Member, 'headers'>) =>
  service.app.inject(as(member, { url: '/users/whoami' }))

describe('POST /login/refresh', () => {
  it('200: a new pair; the new access token is good, and so is the former until it expires', async () => {
    const member = await signUp(service.app)
    wait(60_000)
    const reply = await exchange(member.refresh)
    assert.equal(reply.statusCode, 200)
    assert.equal(reply.headers['cache-control'], 'no-store')
    const { access_token, refresh_token, ...rest } = reply.json()
    assert.deepEqual(rest, {
      token_type: 'bearer',
      expires_in: 3600,
      scope: 'spam_ml reports account',
    })
    assert.match(refresh_token, /^hr_[A-Za-z0-9_-]{43}$/u)
    assert.notEqual(refresh_token, member.refresh)
    const next = { headers: { authorization: `Bearer ${access_token}` } }
    assert.equal((await whoami(next)).statusCode, 200)
    assert.equal((await whoami(member)).statusCode, 200)
  })

  it('200: within ten seconds the parent gives the same child, in two tabs at once too', async () => {
    const { refresh } = await signUp(service.app)
    const tabs = await Promise.all([childOf(refresh), childOf(refresh), childOf(refresh)])
    assert.equal(new Set(tabs).size, 1)
    wait(10_000)
    assert.equal(await childOf(refresh), tabs[0])
    assert.ok(await childOf(tabs[0]))
  })

  it('401: after ten seconds the parent ends the whole session, and that is logged', async () => {
    const member = await signUp(service.app)
    const session = (await service.app.inject(as(member, { url: '/users/me/sessions' }))).json()
      .items[0]
    const other = await logIn(service.app, member.username, member.password)
    const child = await childOf(member.refresh)
    wait(10_001)
    assertProblem(await exchange(member.refresh), 401, 'invalid-refresh-token')
    assertProblem(await exchange(child), 401, 'invalid-refresh-token')
    assertProblem(await whoami(member), 401, 'invalid-token')
    assert.equal((await whoami(other)).statusCode, 200)
    assert.ok(await childOf(other.refresh))
    const told = service.log.filter((line) => line.includes(session.id))
    assert.equal(told.length, 1)
    assert.match(String(told[0]), /a used refresh token came again/u)
    assert.ok(!service.log.some((line) => line.includes(member.refresh) || line.includes(child)))
  })

  it('401: a grandparent ends the session even within the ten seconds', async () => {
    const { refresh, headers } = await signUp(service.app)
    const grandchild = await childOf(await childOf(refresh))
    assertProblem(await exchange(refresh), 401, 'invalid-refresh-token')
    assertProblem(await exchange(grandchild), 401, 'invalid-refresh-token')
    assertProblem(await whoami({ headers }), 401, 'invalid-token')
  })

  it('401: a token that nobody used for thirty days; each use begins them anew', async () => {
    const { refresh } = await signUp(service.app)
    wait(29 * DAY_MS)
    const child = await childOf(refresh)
    wait(30 * DAY_MS - 1)
    const grandchild = await childOf(child)
    wait(30 * DAY_MS)
    assertProblem(await exchange(grandchild), 401, 'invalid-refresh-token')
  })

  it('401: what is no refresh token, with how to authenticate', async () => {
    const { access, refresh } = await signUp(service.app)
    for (const token of [
      access,
      `${refresh}A`,
      refresh.slice(0, -1),
      `hr_${'A'.repeat(43)}`,
      'x',
    ]) {
      const reply = await exchange(token)
      assertProblem(reply, 401, 'invalid-refresh-token')
      assert.equal(reply.headers['www-authenticate'], 'Bearer realm="hamlet"')
    }
  })

  it('401: a disabled account, and scopes that follow the role', async () => {
    const admin = await promote(service, await signUp(service.app))
    const change = (id: string, payload: object) =>
      service.app.inject(as(admin, { method: 'PATCH', url: `/users/${id}`, payload }))
    const lost = await signUp(service.app)
    await change(lost.id, { disabled: true })
    assertProblem(await exchange(lost.refresh), 401, 'invalid-refresh-token')
    const former = await promote(service, await signUp(service.app))
    await change(former.id, { role: 'user' })
    assert.equal((await exchange(former.refresh)).json().scope, 'spam_ml reports account')
  })

  it('a session opened for nothing but administration can do nothing once that is taken away', async () => {
    const admin = await promote(service, await signUp(service.app))
    const former = await promote(service, await signUp(service.app))
    const { username, password, id } = former
    const payload = { username, password, scope: 'admin' }
    const { access_token } = (
      await service.app.inject({ method: 'POST', url: '/login/', payload })
    ).json()
    const narrow = { headers: { authorization: `Bearer ${access_token}` } }
    const testToken = () =>
      service.app.inject(as(narrow, { method: 'POST', url: '/login/test_token' }))
    assert.deepEqual((await testToken()).json().scopes, ['admin'])
    const demotion = { method: 'PATCH', url: `/users/${id}`, payload: { role: 'user' } } as const
    await service.app.inject(as(admin, demotion))
    assert.deepEqual((await testToken()).json().scopes, [])
    assertProblem(await whoami(narrow), 403, 'missing-scope')
  })
})

describe('wrong passwords', () => {
  let addresses = 0
  const newAddress = () => `192.0.2.${++addresses}`

  const knock = (username: string, password: string, remoteAddress: string, headers = {}) => {
    const payload = { username, password }
    return service.app.inject({ method: 'POST', url: '/login/', payload, remoteAddress, headers })
  }

  it('429: after three for one account even the right one waits, until the 15 minutes are over', async () => {
    const { username, email, password } = await signUp(service.app)
    for (const name of [username, email, username.toUpperCase()]) {
      assertProblem(await knock(name, 'guessed', newAddress()), 401, 'invalid-credentials')
      wait(1000)
    }
    const refused = await knock(username, password, newAddress())
    assertProblem(refused, 429, 'too-many-attempts')
    assert.equal(refused.headers['retry-after'], '897')
    wait(896_999)
    const later = await knock(username, password, newAddress())
    assertProblem(later, 429, 'too-many-attempts')
    assert.equal(later.headers['retry-after'], '1')
    wait(1)
    assert.equal((await knock(username, password, newAddress())).statusCode, 200)
  })

  it('a right password forgets the wrong ones before it', async () => {
    const { username, password } = await signUp(service.app)
    for (let round = 0; round < 3; round++) {
      await knock(username, 'guessed', newAddress())
      await knock(username, 'guessed', newAddress())
      assert.equal((await knock(username, password, newAddress())).statusCode, 200)
    }
  })

  it('429: a name of nobody is counted alike, so that counting does not tell who exists', async () => {
    for (let attempt = 0; attempt < 3; attempt++) {
      assertProblem(await knock('No.Body', 'guessed', newAddress()), 401, 'invalid-credentials')
    }
    assertProblem(await knock('no.body', 'guessed', newAddress()), 429, 'too-many-attempts')
  })

  it('429: after six from one address it waits, whatever it knows; other addresses do not', async () => {
    const { username, password } = await signUp(service.app)
    const address = newAddress()
    for (let attempt = 0; attempt < 6; attempt++) {
      assertProblem(await knock(`guess${attempt}`, 'x', address), 401, 'invalid-credentials')
    }
    const refused = await knock(username, password, address)
    assertProblem(refused, 429, 'too-many-attempts')
    assert.equal(refused.headers['retry-after'], '900')
    assert.equal((await knock(username, password, newAddress())).statusCode, 200)
    const pretending = { 'x-forwarded-for': newAddress() }
    const disguised = await knock(username, password, address, pretending)
    assertProblem(disguised, 429, 'too-many-attempts')
    wait(900_000)
    assert.equal((await knock(username, password, address)).statusCode, 200)
  })

  it('429: guesses that come all at once are not looked at all at once', async () => {
    const { username } = await signUp(service.app)
    const guesses = Array.from({ length: 30 }, (_, i) =>
      knock(username, `guess ${i}`, newAddress()),
    )
    const statuses = (await Promise.all(guesses)).map(({ statusCode }) => statusCode)
    const looked = statuses.filter((status) => status === 401).length
    assert.ok(looked >= 3 && looked <= 8, `${looked} were looked at`)
    assert.equal(statuses.filter((status) => status === 429).length, 30 - looked)
  })

  it('with TRUST_PROXY the address is the one that the proxy names', async () => {
    const environment = { TRUST_PROXY: '10.0.0.0/8', LOGIN_ATTEMPTS_PER_ADDRESS: '1' }
    const proxied = await openTestService(environment, service.database)
    const knockFrom = (client: string, name: string) =>
      proxied.app.inject({
        method: 'POST',
        url: '/login/',
        payload: { username: name, password: 'guessed' },
        remoteAddress: '10.0.0.1',
        headers: { 'x-forwarded-for': client },
      })
    assert.equal((await knockFrom('198.51.100.1', 'any.one')).statusCode, 401)
    assert.equal((await knockFrom('198.51.100.1', 'some.one')).statusCode, 429)
    assert.equal((await knockFrom('198.51.100.2', 'some.one')).statusCode, 401)
    await proxied.close()
  })
})
