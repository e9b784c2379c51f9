import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { InjectOptions } from 'fastify'
import {
  as,
  cpfNumber,
  logIn,
  type Member,
  openTestService,
  promote,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'
import { storeAccount } from '../../testing/rows.ts'

const NOBODY = '01a20556-07b9-7192-95c3-f6aa292e0722'

let service: TestService
let admin: Member

before(async () => {
  service = await openTestService()
  admin = await promote(service, await signUp(service.app))
})
after(() => service.close())

const ask = (who: Pick<Member, 'headers'>, options: InjectOptions) =>
  service.app.inject(as(who, options))

const list = (query: string) => ask(admin, { url: `/users/${query}` })

const show = (who: Pick<Member, 'headers'>, id: string) => ask(who, { url: `/users/${id}` })

const change = (who: Pick<Member, 'headers'>, id: string, payload: object) =>
  ask(who, { method: 'PATCH', url: `/users/${id}`, payload })

const usage = (who: Pick<Member, 'headers'>) => ask(who, { url: '/v1/usage' })

async function keyOf(member: Member): Promise<Pick<Member, 'headers'>> {
  const payload = { name: 'robot' }
  const made = await ask(member, { method: 'POST', url: '/users/me/keys', payload })
  return { headers: { 'x-api-key': made.json().key } }
}

const usernames = (items: readonly { readonly username: string }[]) =>
  items.map(({ username }) => username)

describe('GET /users/', () => {
  it('200: accounts as their owners see them, oldest first, page by page', async () => {
    const tag = 'paged'
    const { db } = service.database
    for (let i = 0; i < 5; i++) await storeAccount(db, { username: `${tag}.${i}` })
    const all = (await list(`?q=${tag}&limit=100`)).json()
    assert.deepEqual(
      usernames(all.items),
      [0, 1, 2, 3, 4].map((i) => `${tag}.${i}`),
    )
    assert.equal(all.total, 5)
    const pages = [await list(`?q=${tag}&limit=2`), await list(`?q=${tag}&limit=2&skip=2`)]
    const last = await list(`?q=${tag}&limit=2&skip=4`)
    assert.deepEqual(
      [...pages, last].flatMap((page) => page.json().items),
      all.items,
    )
    assert.ok([...pages, last].every((page) => page.json().total === 5))
    assert.deepEqual((await list(`?q=${tag}&skip=5`)).json(), { items: [], total: 5 })
  })

  it('200: twenty of all accounts when nothing is asked, with or without the slash', async () => {
    for (let i = 0; i < 20; i++) await storeAccount(service.database.db)
    const { items, total } = (await list('')).json()
    assert.equal(items.length, 20)
    assert.ok(total > 20)
    const times = items.map(({ created_at }: { created_at: string }) => created_at)
    assert.deepEqual(times, times.toSorted())
    assert.deepEqual((await ask(admin, { url: '/users' })).json().items, items)
    assert.equal((await list('?limit=100')).json().items.length, total)
  })

  it('200: an account in full', async () => {
    const member = await signUp(service.app, { document_number: cpfNumber(900), phone: '190' })
    const reply = await list(`?q=${member.username}`)
    assert.equal(reply.statusCode, 200)
    const account = {
      id: member.id,
      email: member.email,
      full_name: 'Ofelia Souza',
      username: member.username,
      document_number: cpfNumber(900),
      phone: '190',
      role: 'user',
      created_at: '2026-05-15T12:00:00.000Z',
      monthly_limit: 10,
      monthly_limit_kind: 'default',
      disabled: false,
      used: 0,
    }
    assert.deepEqual(reply.json(), { items: [account], total: 1 })
  })

  it('200: each with its own limit, standing and units of this month', async () => {
    const tag = 'used'
    const [one, two] = [
      await signUp(service.app, { username: `${tag}.1` }),
      await signUp(service.app, { username: `${tag}.2` }),
    ]
    const payload = { texts: ['a', 'b', 'c'] }
    await ask(one, { method: 'POST', url: '/v1/classify/batch', payload })
    await change(admin, two.id, { monthly_limit: null, disabled: true })
    const { items } = (await list(`?q=${tag}.`)).json()
    assert.deepEqual(
      items.map(({ id, monthly_limit, disabled, used }: Record<string, unknown>) => [
        ...[id, monthly_limit, disabled, used],
      ]),
      [
        [one.id, 10, false, 3],
        [two.id, null, true, 0],
      ],
    )
  })

  it('200: part of a username, an e-mail address or a name, in any case and taken literally', async () => {
    const email = 'Search.Me@Find.example'
    const member = await signUp(service.app, { username: 'a_b', email, full_name: 'Élodie du Lac' })
    await storeAccount(service.database.db, { username: 'axb' })
    for (const q of ['A_B', 'search.me@find', 'FIND.EXAMPLE', 'odie DU', 'élodie', 'ÉLODIE']) {
      const reply = await list(`?q=${encodeURIComponent(q)}`)
      assert.deepEqual(usernames(reply.json().items), [member.username], q)
    }
    for (const q of ['%', '\\', "'; drop table account; --", '_%_']) {
      assert.deepEqual((await list(`?q=${encodeURIComponent(q)}`)).json().items, [], q)
    }
  })

  it('422: points at what is wrong with the query', async () => {
    for (const [query, pointers] of [
      ['?limit=0', ['#/query/limit']],
      ['?limit=101', ['#/query/limit']],
      ['?skip=-1&limit=many', ['#/query/limit', '#/query/skip']],
      ['?skip=99999999999999999999', ['#/query/skip']],
      ['?q=a&page=2', ['#/query/page']],
      [`?q=${'a'.repeat(201)}`, ['#/query/q']],
    ] as const) {
      assertProblem(await list(query), 422, 'invalid-request', pointers)
    }
  })

  it('403: for users', async () => {
    assertProblem(await ask(await signUp(service.app), { url: '/users/' }), 403, 'missing-scope')
  })
})

describe('GET /users/{id}', () => {
  it('200: to an administrator and to its owner, the same', async () => {
    const member = await signUp(service.app)
    const ofOwner = await show(member, member.id)
    assert.equal(ofOwner.statusCode, 200)
    assert.deepEqual(ofOwner.json(), (await ask(member, { url: '/users/whoami' })).json())
    assert.deepEqual((await show(admin, member.id)).json(), ofOwner.json())
    for (const who of [admin, member]) {
      const shouted = await show(who, `${member.id.toUpperCase()}/`)
      assert.deepEqual(shouted.json(), ofOwner.json())
    }
  })

  it('404: to others exactly as if it did not exist, and what cannot be an id', async () => {
    const [one, two] = [await signUp(service.app), await signUp(service.app)]
    const replies = [await show(two, one.id), await show(two, NOBODY), await show(admin, NOBODY)]
    for (const reply of replies) assertProblem(reply, 404, 'account-not-found')
    const documents = replies.map((reply) => {
      const { instance: _, ...document } = reply.json()
      return document
    })
    assert.deepEqual(documents[0], documents[1])
    for (const id of ['nonsense', '1', `urn:uuid:${one.id}`, 'a'.repeat(1000)]) {
      assertProblem(await show(admin, id), 404, 'account-not-found')
    }
    assertProblem(await show(await keyOf(one), one.id), 404, 'account-not-found')
  })
})

describe('PATCH /users/{id}', () => {
  it('200: a limit of its own, or none at all, at once', async () => {
    const member = await signUp(service.app)
    assert.equal((await usage(member)).json().limit, 10)
    const own = await change(admin, member.id, { monthly_limit: 3 })
    assert.deepEqual([own.statusCode, own.json().monthly_limit], [200, 3])
    assert.equal((await usage(member)).json().limit, 3)
    assert.equal((await change(admin, member.id, { monthly_limit: 0 })).json().monthly_limit, 0)
    const none = await change(admin, member.id, { monthly_limit: null })
    assert.equal(none.json().monthly_limit, null)
    assert.equal(none.json().monthly_limit_kind, 'none')
    assert.deepEqual((await usage(member)).json().limit, null)
    assert.deepEqual(none.json(), (await show(member, member.id)).json())
  })

  it('200: back to the limit that everybody has', async () => {
    const member = await signUp(service.app)
    const own = (await change(admin, member.id, { monthly_limit: 3 })).json()
    assert.equal(own.monthly_limit_kind, 'own')
    const restored = (await change(admin, member.id, { monthly_limit: 'default' })).json()
    assert.deepEqual([restored.monthly_limit, restored.monthly_limit_kind], [10, 'default'])
    assert.equal((await usage(member)).json().limit, 10)
  })

  it('200: a disabled account is refused at once, by token and by key, until it is restored', async () => {
    const member = await signUp(service.app)
    const key = await keyOf(member)
    for (const who of [member, key]) assert.equal((await usage(who)).statusCode, 200)
    const reply = await change(admin, member.id, { disabled: true })
    assert.deepEqual([reply.statusCode, reply.json().disabled], [200, true])
    assertProblem(await usage(member), 401, 'invalid-token')
    assertProblem(await usage(key), 403, 'account-disabled')
    assert.equal((await change(admin, member.id, { disabled: false })).json().disabled, false)
    assert.equal((await usage(key)).statusCode, 200)
    assertProblem(await usage(member), 401, 'invalid-token')
    const again = await logIn(service.app, member.username, member.password)
    assert.equal((await usage(again)).statusCode, 200)
  })

  it('200: a role, which ends sessions that were granted for less, and narrows those for more', async () => {
    const member = await signUp(service.app)
    assert.equal((await change(admin, member.id, { role: 'user' })).statusCode, 200)
    assert.equal((await usage(member)).statusCode, 200)
    assert.equal((await change(admin, member.id, { role: 'admin' })).json().role, 'admin')
    assertProblem(await usage(member), 401, 'invalid-token')
    const second = await logIn(service.app, member.username, member.password)
    assert.equal((await ask(second, { url: '/users/' })).statusCode, 200)
    assert.equal((await change(second, member.id, { role: 'user' })).json().role, 'user')
    assertProblem(await ask(second, { url: '/users/' }), 403, 'missing-scope')
    assert.equal((await usage(second)).statusCode, 200)
  })

  it('409: the last administrator is neither demoted nor disabled, by nobody', async () => {
    for (const payload of [
      { role: 'user' },
      { disabled: true },
      { role: 'user', disabled: true },
    ]) {
      assertProblem(await change(admin, admin.id, payload), 409, 'last-admin')
      assertProblem(await change(admin, admin.id.toUpperCase(), payload), 409, 'last-admin')
    }
    const same = await change(admin, admin.id, { role: 'admin', disabled: false, monthly_limit: 7 })
    assert.equal(same.statusCode, 200)
    assert.equal((await show(admin, admin.id)).json().monthly_limit, 7)
  })

  it('409: of the last two administrators who resign at once, one stays', async () => {
    const second = await promote(service, await signUp(service.app))
    const replies = await Promise.all([
      change(admin, admin.id, { role: 'user' }),
      change(second, second.id, { disabled: true }),
    ])
    assert.deepEqual(replies.map(({ statusCode }) => statusCode).sort(), [200, 409])
    const left = await service.database.db
      .selectFrom('account')
      .select('username')
      .where('role', '=', 'admin')
      .where('is_disabled', '=', false)
      .execute()
    assert.equal(left.length, 1)
    const { db } = service.database
    await db.updateTable('account').set({ is_disabled: false }).execute()
    admin = await promote(service, admin)
  })

  it('422: points at what is wrong, and nothing changes', async () => {
    const member = await signUp(service.app)
    for (const [payload, pointers] of [
      [{}, ['#']],
      [{ role: 'root' }, ['#/role']],
      [{ monthly_limit: -1 }, ['#/monthly_limit']],
      [{ monthly_limit: 1.5, disabled: 'yes' }, ['#/disabled', '#/monthly_limit']],
      [{ monthly_limit: 2_000_000_001 }, ['#/monthly_limit']],
      [{ monthly_limit: '5' }, ['#/monthly_limit']],
      [{ monthly_limit: 'defaults' }, ['#/monthly_limit']],
      [{ disabled: true, email: 'new@example.com' }, ['#/email']],
    ] as const) {
      assertProblem(await change(admin, member.id, payload), 422, 'invalid-request', pointers)
    }
    assert.equal((await show(admin, member.id)).json().disabled, false)
  })

  it('403: for users, also of their own account; 404: an account of nobody', async () => {
    const member = await signUp(service.app)
    const payload = { monthly_limit: null }
    for (const id of [member.id, admin.id, NOBODY]) {
      assertProblem(await change(member, id, payload), 403, 'missing-scope')
    }
    assertProblem(await change(admin, NOBODY, payload), 404, 'account-not-found')
    assertProblem(await change(admin, 'nonsense', payload), 404, 'account-not-found')
  })
})
