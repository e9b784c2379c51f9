import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Units } from '../../domain/units.ts'
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
const SPAM = 'WINNER!! You have won a £1000 prize. Call 09061701461 now to claim.'
const HAM = 'See you at six, mum'

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

const get = (url: string, who = member, { app } = service) => app.inject(as(who, { url }))

const classify = async (payload: object) => {
  const options = { method: 'POST', url: '/v1/classify', payload } as const
  return (await service.app.inject(as(member, options))).json()
}

const classifyBatch = async (texts: readonly string[]) => {
  const options = { method: 'POST', url: '/v1/classify/batch', payload: { texts } } as const
  return (await service.app.inject(as(member, options))).json()
}

const giveUnits = (units: number) =>
  service.database.db
    .updateTable('account')
    .set({ limit_kind: 'own', monthly_limit: units as Units })
    .where('username', '=', member.username)
    .execute()

/** Logs the member in again: the clock was set. */
const enter = async () => {
  const { username, password } = member
  member = { ...member, ...(await logIn(service.app, username, password)) }
}

describe('GET /v1/usage', () => {
  it('200: the month, what is left of it, and decisions by day', async () => {
    const empty = {
      period: '2026-05',
      used: 0,
      limit: 10,
      remaining: 10,
      time_zone: 'UTC',
      resets_at: '2026-06-01T00:00:00.000Z',
      days: [],
    }
    assert.deepEqual((await get('/v1/usage')).json(), empty)
    await classifyBatch([HAM, SPAM, HAM])
    service.clock.set('2026-05-31T23:59:59.999Z')
    await classify({ text: SPAM })
    const days = [
      { day: '2026-05-15', ham: 2, spam: 1 },
      { day: '2026-05-31', ham: 0, spam: 1 },
    ]
    const reply = await get('/v1/usage/')
    assert.equal(reply.statusCode, 200)
    assert.deepEqual(reply.json(), { ...empty, used: 4, remaining: 6, days })
    service.clock.set('2026-06-01T00:00:00Z')
    const june = { ...empty, period: '2026-06', resets_at: '2026-07-01T00:00:00.000Z' }
    assert.deepEqual((await get('/v1/usage')).json(), june)
  })

  it('200: null for no limit; nothing is left where the limit was lowered', async () => {
    await classifyBatch([HAM, HAM, HAM])
    await giveUnits(1)
    const { used, limit, remaining } = (await get('/v1/usage')).json()
    assert.deepEqual([used, limit, remaining], [3, 1, 0])
    const { db } = service.database
    const none = { limit_kind: 'none', monthly_limit: null } as const
    await db.updateTable('account').set(none).where('username', '=', member.username).execute()
    const unlimited = (await get('/v1/usage')).json()
    assert.deepEqual([unlimited.used, unlimited.limit, unlimited.remaining], [3, null, null])
  })

  it('200: the month begins in QUOTA_TIMEZONE', async () => {
    const local = await openTestService({ QUOTA_TIMEZONE: 'America/Sao_Paulo' }, service.database)
    local.clock.set('2026-06-01T02:59:59Z')
    const { period, resets_at, time_zone } = (
      await get('/v1/usage', await signUp(local.app), local)
    ).json()
    assert.deepEqual([period, resets_at], ['2026-05', '2026-06-01T03:00:00.000Z'])
    assert.equal(time_zone, 'America/Sao_Paulo')
    await local.close()
  })

  it('200: a past month and one to come, by the limit of today', async () => {
    await classifyBatch([HAM, SPAM])
    service.clock.set('2026-07-03T12:00:00Z')
    await enter()
    await giveUnits(5)
    await classify({ text: HAM })
    const may = (await get('/v1/usage?period=2026-05')).json()
    assert.deepEqual(may, {
      period: '2026-05',
      time_zone: 'UTC',
      ...{ used: 2, limit: 5, remaining: 3 },
      resets_at: '2026-06-01T00:00:00.000Z',
      days: [{ day: '2026-05-15', ham: 1, spam: 1 }],
    })
    assert.deepEqual(
      (await get('/v1/usage?period=2026-07')).json(),
      (await get('/v1/usage')).json(),
    )
    for (const period of ['2026-06', '2000-01', '2999-12']) {
      const { used, days, ...rest } = (await get(`/v1/usage?period=${period}`)).json()
      assert.deepEqual([rest.period, used, days], [period, 0, []])
      assert.match(rest.resets_at, /^\d{4}-\d\d-01T00:00:00\.000Z$/u)
    }
  })
})

describe('GET /v1/usage/months', () => {
  const months = async (query = '', who = member) => {
    const reply = await get(`/v1/usage/months${query}`, who)
    assert.equal(reply.statusCode, 200, reply.body)
    return reply.json()
  }

  it('200: months with units, newest first, page by page', async () => {
    const time_zone = 'UTC'
    assert.deepEqual(await months(), { time_zone, items: [], next_cursor: null })
    for (const time of ['2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', '2026-03-15T12:00:00Z']) {
      service.clock.set(time)
      await enter()
      await classifyBatch([HAM, SPAM, HAM])
    }
    await classify({ text: HAM })
    const items = [
      { period: '2026-03', used: 4, ham: 3, spam: 1 },
      { period: '2026-01', used: 3, ham: 2, spam: 1 },
      { period: '2025-12', used: 3, ham: 2, spam: 1 },
    ]
    assert.deepEqual(await months(), { time_zone, items, next_cursor: null })
    assert.deepEqual(await months('?limit=3'), { time_zone, items, next_cursor: null })
    const first = await months('?limit=2')
    assert.deepEqual(first, { time_zone, items: items.slice(0, 2), next_cursor: '2026-01' })
    const rest = await months(`?limit=2&cursor=${first.next_cursor}`)
    assert.deepEqual(rest, { time_zone, items: items.slice(2), next_cursor: null })
    assert.deepEqual((await months('', await signUp(service.app))).items, [])
  })

  it('200: a refusal that took no unit makes no month', async () => {
    await giveUnits(0)
    const options = { method: 'POST', url: '/v1/classify', payload: { text: HAM } } as const
    assertProblem(await service.app.inject(as(member, options)), 429, 'quota-exhausted')
    assert.deepEqual((await months()).items, [])
  })
})

describe('GET /users/{id}/usage', () => {
  it('200: what GET /v1/usage tells its owner, to them and to administrators', async () => {
    await classifyBatch([HAM, SPAM])
    const admin = await promote(service, await signUp(service.app))
    for (const query of ['', '?period=2026-04']) {
      const own = (await get(`/v1/usage${query}`)).json()
      for (const who of [admin, member]) {
        const reply = await get(`/users/${member.id}/usage${query}`, who)
        assert.equal(reply.statusCode, 200)
        assert.deepEqual(reply.json(), own)
      }
    }
  })

  it('404: to anybody else, as for an account that is not there', async () => {
    const [other, admin] = [
      await signUp(service.app),
      await promote(service, await signUp(service.app)),
    ]
    for (const [id, who] of [
      [member.id, other],
      ['01a20556-07b9-7192-95c3-f6aa292e0722', admin],
      ['nonsense', admin],
    ] as const) {
      assertProblem(await get(`/users/${id}/usage`, who), 404, 'account-not-found')
    }
  })
})

it('422: what is no month', async () => {
  const who = await promote(service, member)
  for (const path of ['/v1/usage', '/v1/usage/months', `/users/${member.id}/usage`]) {
    const name = path.endsWith('months') ? 'cursor' : 'period'
    for (const month of ['2026-5', '2026-13', '2026-00', '1999-12', '2026-05-15', '']) {
      const reply = await get(`${path}?${name}=${month}`, who)
      assertProblem(reply, 422, 'invalid-request', [`#/query/${name}`])
    }
  }
})
