import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
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

const START = '2026-05-15T12:00:00.000Z'
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u

let service: TestService
let member: Member

before(async () => {
  service = await openTestService()
})
beforeEach(async () => {
  service.clock.set(START)
  member = await signUp(service.app)
})
after(() => service.close())

type Named = Pick<Member, 'headers'>

const ask = (who: Named, options: InjectOptions) => service.app.inject(as(who, options))

const makeKey = (who: Named, payload: object) =>
  ask(who, { method: 'POST', url: '/users/me/keys', payload })

const listKeys = async (who: Named) => (await ask(who, { url: '/users/me/keys' })).json().items

const revoke = (who: Named, id: string) =>
  ask(who, { method: 'DELETE', url: `/users/me/keys/${id}` })

const withKey = (key: string): Named => ({ headers: { 'x-api-key': key } })

const testToken = (who: Named) => ask(who, { method: 'POST', url: '/login/test_token' })

describe('POST /users/me/keys', () => {
  it('201: the key, shown only here, for classifying and reporting', async () => {
    const reply = await makeKey(member, { name: 'my robot' })
    assert.equal(reply.statusCode, 201)
    assert.equal(reply.headers['cache-control'], 'no-store')
    const { id, key, compat_key, prefix, ...rest } = reply.json()
    assert.match(id, UUID_V7)
    assert.match(key, /^hk_[A-Za-z0-9_-]{43}[0-9a-f]{8}$/u)
    assert.match(compat_key, /^[0-9a-f]{32}$/u)
    assert.equal(prefix, key.slice(0, 11))
    assert.deepEqual(rest, {
      name: 'my robot',
      scopes: ['spam_ml', 'reports'],
      over_quota: 'refuse',
      expires_at: null,
      created_at: START,
    })
    const { username } = member
    const scopes = ['spam_ml', 'reports']
    assert.deepEqual((await testToken(withKey(key))).json(), {
      message: 'valid token',
      username,
      scopes,
    })
    assert.ok(!service.log.some((line) => line.includes(key) || line.includes(compat_key)))
  })

  it('201: tells clients over quota what was asked, and what is listed says so', async () => {
    const reply = await makeKey(member, { name: 'a blog', over_quota: 'undecided' })
    assert.equal(reply.json().over_quota, 'undecided')
    assert.deepEqual(
      (await listKeys(member)).map(({ over_quota }: { over_quota: string }) => over_quota),
      ['undecided'],
    )
    const wrong = await makeKey(member, { name: 'a blog', over_quota: 'ham' })
    assertProblem(wrong, 422, 'invalid-request', ['#/over_quota'])
  })

  it('401: the compat key opens no route of the API, however it is sent', async () => {
    const { compat_key } = (await makeKey(member, { name: 'a blog' })).json()
    for (const text of [compat_key, compat_key.toUpperCase(), `compat ${compat_key}`]) {
      assertProblem(await testToken(withKey(text)), 401, 'invalid-token')
      const bearer = { headers: { authorization: `Bearer ${text}` } }
      assertProblem(await testToken(bearer), 401, 'invalid-token')
    }
  })

  it('201: with the scopes and the expiry that were asked, in one order and in UTC', async () => {
    const url = '/users/me/keys/'
    const payload = {
      name: 'narrow',
      scopes: ['account', 'spam_ml', 'account'],
      expires_at: '2026-06-01T00:00:00+02:00',
    }
    const reply = await ask(member, { method: 'POST', url, payload })
    assert.deepEqual(reply.json().scopes, ['spam_ml', 'account'])
    assert.equal(reply.json().expires_at, '2026-05-31T22:00:00.000Z')
  })

  it('422: scopes that its maker has not', async () => {
    assertProblem(await makeKey(member, { name: 'a', scopes: ['admin'] }), 422, 'invalid-scope', [
      '#/scopes',
    ])
    const both = await makeKey(member, { name: 'a', scopes: ['spam_ml', 'admin'] })
    assertProblem(both, 422, 'invalid-scope', ['#/scopes'])
    const narrow = (await makeKey(member, { name: 'a', scopes: ['account'] })).json().key
    const wider = await makeKey(withKey(narrow), { name: 'b', scopes: ['spam_ml'] })
    assertProblem(wider, 422, 'invalid-scope', ['#/scopes'])
    const same = await makeKey(withKey(narrow), { name: 'b', scopes: ['account'] })
    assert.equal(same.statusCode, 201)
  })

  it('422: a key without any scope is not made, nor can it open everything', async () => {
    const narrow = (await makeKey(member, { name: 'a', scopes: ['account'] })).json().key
    const byDefault = await makeKey(withKey(narrow), { name: 'b' })
    assertProblem(byDefault, 422, 'invalid-scope', ['#/scopes'])
    const none = await makeKey(member, { name: 'a', scopes: [] })
    assertProblem(none, 422, 'invalid-request', ['#/scopes'])
    const { key } = (await makeKey(member, { name: 'emptied' })).json()
    const { db } = service.database
    await db.updateTable('api_key').set({ scopes: [] }).where('name', '=', 'emptied').execute()
    assert.deepEqual((await testToken(withKey(key))).json().scopes, [])
  })

  it('an administrator’s key administers only if it was asked to', async () => {
    const admin = await promote(service, member)
    const plain = (await makeKey(admin, { name: 'plain' })).json().key
    assertProblem(await ask(withKey(plain), { url: '/users/' }), 403, 'missing-scope')
    const full = (await makeKey(admin, { name: 'full', scopes: ['admin'] })).json().key
    assert.equal((await ask(withKey(full), { url: '/users/' })).statusCode, 200)
  })

  it('422: an expiry that is past, or no moment at all', async () => {
    const moments = [
      START,
      '2020-01-01T00:00:00Z',
      '2027-12-31T23:59:60Z',
      '2027-12-31T23:00:00+01',
    ]
    for (const expires_at of [...moments, 'tomorrow', '2027-02-30T00:00:00Z', '2027-01-01', '']) {
      const reply = await makeKey(member, { name: 'a', expires_at })
      assertProblem(reply, 422, 'invalid-request', ['#/expires_at'])
    }
    assert.deepEqual(await listKeys(member), [])
  })

  it('422: points at what is wrong with name and scopes', async () => {
    for (const [payload, pointers] of [
      [{}, ['#/name']],
      [{ name: '' }, ['#/name', '#/name']],
      [{ name: '   ' }, ['#/name']],
      [{ name: 'a'.repeat(101) }, ['#/name']],
      [{ name: 'a', scopes: ['everything'] }, ['#/scopes/0']],
      [{ name: 'a', scopes: 'spam_ml' }, ['#/scopes']],
      [{ name: 'a', key: 'hk_mine', id: '1' }, ['#/id', '#/key']],
    ] as const) {
      assertProblem(await makeKey(member, payload), 422, 'invalid-request', pointers)
    }
  })

  it('401: a key that has expired, on the millisecond', async () => {
    const expires_at = '2026-05-15T13:00:00.000Z'
    const [one, two] = [
      (await makeKey(member, { name: 'one', expires_at })).json().key,
      (await makeKey(member, { name: 'two', expires_at })).json().key,
    ]
    service.clock.set('2026-05-15T12:59:59.999Z')
    assert.equal((await testToken(withKey(one))).statusCode, 200)
    service.clock.set(expires_at)
    assertProblem(await testToken(withKey(two)), 401, 'invalid-token')
  })
})

describe('GET /users/me/keys', () => {
  it('200: oldest first, without the keys, with the last use', async () => {
    const first = (await makeKey(member, { name: 'first' })).json()
    service.clock.set('2026-05-15T12:00:01Z')
    const second = (await makeKey(member, { name: 'second' })).json()
    service.clock.set('2026-05-15T12:30:00Z')
    await testToken(withKey(second.key))
    const reply = await ask(member, { url: '/users/me/keys' })
    assert.equal(reply.statusCode, 200)
    const { key: _first, compat_key: _compat, ...ofFirst } = first
    const { key: _second, compat_key: _other, ...ofSecond } = second
    assert.deepEqual(reply.json(), {
      items: [
        { ...ofFirst, last_used_at: null },
        { ...ofSecond, last_used_at: '2026-05-15T12:30:00.000Z' },
      ],
    })
    for (const shownOnce of [first, second].flatMap(({ key, compat_key }) => [key, compat_key])) {
      assert.ok(!reply.body.includes(shownOnce))
    }
  })

  it('200: nobody else’s, and expired ones too', async () => {
    await makeKey(member, { name: 'mine', expires_at: '2026-05-15T12:00:01Z' })
    const other = await signUp(service.app)
    assert.deepEqual(await listKeys(other), [])
    service.clock.set('2026-05-15T12:30:00Z')
    assert.equal((await listKeys(member)).length, 1)
  })
})

describe('DELETE /users/me/keys/{id}', () => {
  it('204: the key is refused at once, and no other', async () => {
    const { id, key } = (await makeKey(member, { name: 'lost' })).json()
    const kept = (await makeKey(member, { name: 'kept' })).json().key
    assert.equal((await testToken(withKey(key))).statusCode, 200)
    const reply = await revoke(member, id)
    assert.deepEqual([reply.statusCode, reply.body], [204, ''])
    assertProblem(await testToken(withKey(key)), 401, 'invalid-token')
    assert.equal((await testToken(withKey(kept))).statusCode, 200)
    assert.equal((await listKeys(member)).length, 1)
    assertProblem(await revoke(member, id), 404, 'key-not-found')
  })

  it('204: an empty body that is labelled JSON is no body', async () => {
    const { id } = (await makeKey(member, { name: 'lost' })).json()
    const headers = { 'content-type': 'application/json' }
    const reply = await ask(member, { method: 'DELETE', url: `/users/me/keys/${id}/`, headers })
    assert.equal(reply.statusCode, 204, reply.body)
  })

  it('404: somebody else’s key, nobody’s, or what cannot be one', async () => {
    const other = await signUp(service.app)
    const { id, key } = (await makeKey(other, { name: 'theirs' })).json()
    const nobodys = '01a20556-07b9-7192-95c3-f6aa292e0722'
    for (const named of [id, nobodys, 'nonsense', `urn:uuid:${id}`, `{${id}}`, 'a'.repeat(500)]) {
      assertProblem(await revoke(member, named), 404, 'key-not-found')
    }
    assert.equal((await testToken(withKey(key))).statusCode, 200)
  })
})
