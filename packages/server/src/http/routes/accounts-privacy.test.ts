import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { InjectOptions } from 'fastify'
import { sql } from 'kysely'
import type { AccountId, Units } from '../../domain/units.ts'
import { openLedger } from '../../store/ledger.ts'
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
import { countRows } from '../../testing/row-counts.ts'
import { newJudgement } from '../../testing/rows.ts'

const NOW = '2026-05-15T12:00:00.000Z'

let service: TestService

before(async () => {
  service = await openTestService({ LOGIN_ATTEMPTS_PER_ACCOUNT: '3' })
})
after(() => service.close())

const ask = (member: Pick<Member, 'headers'>, options: InjectOptions) =>
  service.app.inject(as(member, options))

const post = (member: Member, url: string, payload: object, headers = {}) =>
  ask(member, { method: 'POST', url, payload, headers })

const erase = (member: Member, password: string) =>
  ask(member, { method: 'DELETE', url: '/users/me', payload: { password } })

/** Somebody who has left a trace in every table that an account can leave one in. */
async function signUpAndUse() {
  const member = await signUp(service.app, { phone: '190' })
  await logIn(service.app, member.username, member.password)
  const made = await post(member, '/users/me/keys', { name: 'robot' })
  const refresh_token = member.refresh
  await service.app.inject({ method: 'POST', url: '/login/refresh', payload: { refresh_token } })
  await post(member, '/v1/classify', { text: 'See you at six?', source: 'sms' })
  await post(member, '/v1/classify/batch', { texts: ['one', 'two'] }, { 'idempotency-key': 'k1' })
  await sendToSite(member, 'blog.example.com')
  for (const [text, label] of Object.entries({ three: 'spam', four: 'ham' })) {
    await post(member, '/v1/reports', { text, label, note: `a note on ${text}` })
  }
  const { key, compat_key: compatKey } = made.json()
  return { ...member, key, compatKey }
}

/** A decision as clients of dialects get it. */
async function sendToSite({ id }: Member, site: string): Promise<void> {
  const { clock, database } = service
  const options = { now: clock.now, timeZone: 'UTC', monthlyQuota: 10 as Units }
  const judgements = [newJudgement({ text: 'sent to a site', label: 'spam', site })]
  const claim = { accountId: id as AccountId, judgements, idempotency: undefined }
  await openLedger(database.db, options).record({ ...claim, isFoundByText: true })
}

describe('GET /users/me/export', () => {
  it('200: all that is stored about the account', async () => {
    const member = await signUpAndUse()
    const reply = await ask(member, { url: '/users/me/export' })
    assert.equal(reply.statusCode, 200)
    assert.match(String(reply.headers['content-type']), /^application\/json\b/u)
    assert.equal(reply.headers['cache-control'], 'no-store')
    const { account, sessions, keys, usage, sites, reports, decisions, ...rest } = reply.json()
    assert.deepEqual(rest, {})
    assert.deepEqual(account, (await ask(member, { url: '/users/whoami' })).json())
    const shown = (await ask(member, { url: '/users/me/sessions' })).json().items
    assert.equal(sessions.length, 2)
    assert.deepEqual(
      sessions,
      shown.map(({ current: _, ...session }: { current: boolean }) => session),
    )
    assert.deepEqual(keys, (await ask(member, { url: '/users/me/keys' })).json().items)
    assert.equal(keys.length, 1)
    assert.equal(usage.length, 1)
    const [{ month, used, days }] = usage
    assert.deepEqual([month, used, days.length, days[0].day], ['2026-05', 4, 1, '2026-05-15'])
    assert.equal(days[0].ham + days[0].spam, 4)
    const site = 'blog.example.com'
    assert.deepEqual(sites, [{ month, site, ham: 0, spam: 1 }])
    assert.deepEqual(reports, (await ask(member, { url: '/v1/reports' })).json().items)
    assert.deepEqual(
      reports.map(({ text, note }: { text: string; note: string }) => [text, note]),
      [
        ['four', 'a note on four'],
        ['three', 'a note on three'],
      ],
    )
    assert.deepEqual(decisions, (await ask(member, { url: '/v1/decisions' })).json().items)
    assert.deepEqual(
      decisions.map(({ text }: { text: string }) => text),
      ['sent to a site', 'two', 'one', 'See you at six?'],
    )
    assert.deepEqual([decisions[3].source, decisions[3].created_at], ['sms', NOW])
    assert.deepEqual([decisions[0].site, decisions[1].site], [site, null])
  })

  it('200: nothing secret, and nothing of anybody else', async () => {
    const [member, other] = [await signUpAndUse(), await signUpAndUse()]
    const { body } = await ask(member, { url: '/users/me/export/' })
    const { key, compatKey, access, refresh } = member
    for (const secret of [key, compatKey, access, refresh, 'argon2', 'hash', other.id]) {
      assert.ok(!body.includes(secret), secret)
    }
    assert.ok(!body.includes(other.email))
  })

  it('200: an account that did nothing, and one with more decisions than are read at a time', async () => {
    const member = await signUp(service.app)
    const fresh = (await ask(member, { url: '/users/me/export' })).json()
    const { keys, usage, sites, reports, decisions: none } = fresh
    assert.deepEqual([keys, usage, sites, reports, none], [[], [], [], [], []])
    await sql`insert into decision (id, account_id, created_at, is_spam, verdict, spam_probability,
        model_version, text)
      select gen_random_uuid(), ${member.id}, now(), true, 'spam', 0.9, 'none', 'text ' || n
      from generate_series(1, 2500) n`.execute(service.database.db)
    await sql`insert into report (id, account_id, text, is_spam, created_at)
      select gen_random_uuid(), ${member.id}, 'text ' || n, true, now()
      from generate_series(1, 2000) n`.execute(service.database.db)
    const exported = (await ask(member, { url: '/users/me/export' })).json()
    for (const [what, count] of [
      ['decisions', 2500],
      ['reports', 2000],
    ] as const) {
      const texts: string[] = exported[what].map(({ text }: { text: string }) => text)
      assert.deepEqual([texts.length, new Set(texts).size], [count, count])
    }
  })
})

describe('DELETE /users/me', () => {
  it('204: erases everything of the account, in every table, and nothing else', async () => {
    await signUpAndUse()
    const before = await countRows(service.database.db)
    const member = await signUpAndUse()
    const between = await countRows(service.database.db)
    const grown = Object.keys(before).filter((table) => between[table] !== before[table])
    const traces = [
      'account',
      'api_key',
      'decision',
      'idempotency',
      'refresh_token',
      'report',
      'session',
      'site_usage',
      'usage',
    ]
    assert.deepEqual(grown.sort(), traces)
    const reply = await erase(member, member.password)
    assert.deepEqual([reply.statusCode, reply.body], [204, ''])
    assert.deepEqual(await countRows(service.database.db), before)
  })

  it('204: every credential of the account is dead at once, and its name is free', async () => {
    const member = await signUpAndUse()
    for (const authorization of [member.access, member.key].map((token) => `Bearer ${token}`)) {
      assert.equal(
        (await ask({ headers: { authorization } }, { url: '/v1/usage' })).statusCode,
        200,
      )
    }
    assert.equal((await erase(member, member.password)).statusCode, 204)
    for (const authorization of [member.access, member.key].map((token) => `Bearer ${token}`)) {
      const reply = await ask({ headers: { authorization } }, { url: '/v1/usage' })
      assertProblem(reply, 401, 'invalid-token')
    }
    await assert.rejects(
      logIn(service.app, member.username, member.password),
      /invalid-credentials/u,
    )
    const again = await signUp(service.app, { username: member.username, email: member.email })
    assert.notEqual(again.id, member.id)
  })

  it('422: not without the password', async () => {
    const member = await signUp(service.app)
    assertProblem(await erase(member, 'guessed'), 422, 'wrong-password', ['#/password'])
    const without = await ask(member, { method: 'DELETE', url: '/users/me', payload: {} })
    assertProblem(without, 422, 'invalid-request', ['#/password'])
    const empty = await ask(member, { method: 'DELETE', url: '/users/me' })
    assertProblem(empty, 422, 'invalid-request', ['#'])
    assert.equal((await ask(member, { url: '/users/whoami' })).statusCode, 200)
  })

  it('429: guessing the password of a stolen session counts like guessing at the door', async () => {
    const member = await signUp(service.app)
    for (let attempt = 0; attempt < 3; attempt++) await erase(member, 'guessed')
    assertProblem(await erase(member, member.password), 429, 'too-many-attempts')
    const passwords = { password: 'a new password', current_password: member.password }
    const changing = await ask(member, { method: 'PATCH', url: '/users/me', payload: passwords })
    assertProblem(changing, 429, 'too-many-attempts')
    assert.equal(changing.headers['retry-after'], '900')
  })

  it('409: the last administrator stays', async () => {
    const admin = await promote(service, await signUp(service.app))
    assertProblem(await erase(admin, admin.password), 409, 'last-admin')
    assert.equal((await ask(admin, { url: '/users/whoami' })).statusCode, 200)
    const second = await promote(service, await signUp(service.app))
    assert.equal((await erase(admin, admin.password)).statusCode, 204)
    assertProblem(await erase(second, second.password), 409, 'last-admin')
  })

  it('409: of the last two administrators who leave at once, one stays', async () => {
    const { db } = service.database
    await db.updateTable('account').set({ role: 'user' }).execute()
    const two = [await signUp(service.app), await signUp(service.app)]
    const admins = [
      await promote(service, two[0] as Member),
      await promote(service, two[1] as Member),
    ]
    const replies = await Promise.all(admins.map((admin) => erase(admin, admin.password)))
    assert.deepEqual(replies.map(({ statusCode }) => statusCode).sort(), [204, 409])
    const left = await db.selectFrom('account').select('id').where('role', '=', 'admin').execute()
    assert.equal(left.length, 1)
    assert.ok(admins.some(({ id }) => left[0]?.id === (id as AccountId)))
  })
})
