import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { LightMyRequestResponse } from 'fastify'
import type { AccountId } from './domain/units.ts'
import {
  as,
  type Member,
  openTestService,
  promote,
  signUp,
  type TestService,
} from './testing/harness.ts'

/** The clock stands at noon of 15 May 2026, so that 16.5 days are left of the month in UTC. */
const LEFT = 16.5 * 86_400
const MAY = 31 * 86_400

let service: TestService
let admin: Member

before(async () => {
  service = await openTestService({ ACCESS_TOKEN_EXPIRE_MINUTES: '1440' })
  admin = await promote(service, await signUp(service.app))
})
after(() => service.close())

const post = (member: Member, url: string, payload: object, { app } = service) =>
  app.inject(as(member, { method: 'POST', url, payload }))

const classify = (member: Member, text: string, on = service) =>
  post(member, '/v1/classify', { text }, on)

const predict = (member: Member, on = service) =>
  post(member, '/predict_sentiment', { text_message: 'hello' }, on)

const batch = (member: Member, count: number) => {
  const texts = Array.from({ length: count }, (_, i) => `text ${i}`)
  return post(member, '/v1/classify/batch', { texts })
}

const usageOf = async (member: Member, on = service) =>
  (await on.app.inject(as(member, { url: '/v1/usage' }))).json()

async function decisionsOf(member: Member): Promise<number> {
  const { count } = await service.database.db
    .selectFrom('decision')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('account_id', '=', member.id as AccountId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function setLimit(member: Member, limit: number | null): Promise<void> {
  const request = { method: 'PATCH', url: `/users/${member.id}` } as const
  const reply = await service.app.inject(
    as(admin, { ...request, payload: { monthly_limit: limit } }),
  )
  assert.equal(reply.statusCode, 200, reply.body)
  assert.equal(reply.json().monthly_limit, limit)
}

function assertExhausted(reply: LightMyRequestResponse, limit = 10): void {
  assert.equal(reply.statusCode, 429, reply.body)
  const problem = reply.json()
  assert.equal(problem.type, '/problems/quota-exhausted')
  assert.deepEqual(problem['violated-policies'], ['monthly'])
  assert.equal(reply.headers['retry-after'], String(LEFT))
  assert.equal(reply.headers['ratelimit'], `"monthly";r=0;t=${LEFT}`)
  const policies = `"monthly";q=${limit};w=${MAY}, "burst";q=1000000;w=1`
  assert.equal(reply.headers['ratelimit-policy'], policies)
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)

describe('the monthly quota', () => {
  it('200 calls at once get exactly 10 units, each its own number, and 190 refusals', async () => {
    const member = await signUp(service.app)
    await usageOf(member)
    // While every connection is taken they stand in line, and are then recorded together.
    const { promise: gate, resolve: release } = Promise.withResolvers<void>()
    const { db } = service.database
    const holders = numbers(1, 4).map(() => db.transaction().execute(() => gate))
    const calls = Promise.all(numbers(1, 200).map(() => predict(member)))
    await setTimeout(250)
    release()
    const [replies] = await Promise.all([calls, ...holders])
    const granted = replies.filter(({ statusCode }) => statusCode === 200)
    const used = granted.map((reply) => reply.json().month_used_amount).sort((a, b) => a - b)
    assert.deepEqual(used, numbers(1, 10))
    assert.equal(new Set(granted.map((reply) => reply.json().decision_id)).size, 10)
    const refused = replies.filter(({ statusCode }) => statusCode !== 200)
    assert.equal(refused.length, 190)
    for (const reply of refused) assertExhausted(reply)
    assert.equal(await decisionsOf(member), 10)
    assert.equal((await usageOf(member)).used, 10)
  })

  it('says on every answer what is left', async () => {
    const member = await signUp(service.app)
    const first = await classify(member, 'hello')
    assert.equal(
      first.headers['ratelimit-policy'],
      `"monthly";q=10;w=${MAY}, "burst";q=1000000;w=1`,
    )
    assert.equal(first.headers['ratelimit'], `"monthly";r=9;t=${LEFT}`)
    const resets = { limit: 10, resets_at: '2026-06-01T00:00:00.000Z' }
    assert.deepEqual(first.json().usage, { used: 1, remaining: 9, ...resets })
    const later = await predict(member)
    assert.equal(later.headers['ratelimit'], `"monthly";r=8;t=${LEFT}`)
    assert.equal(later.json().month_limit, 10)
  })

  it('charges nothing for what is refused', async () => {
    const member = await signUp(service.app)
    const refused = ['', ' \n', 'x'.repeat(32_001)].map((text) => classify(member, text))
    for (const reply of await Promise.all(refused)) assert.equal(reply.statusCode, 422)
    const mixed = await post(member, '/v1/classify/batch', { texts: ['fine', ''] })
    assert.equal(mixed.statusCode, 422)
    assert.equal((await usageOf(member)).used, 0)
    assert.equal(await decisionsOf(member), 0)
  })

  for (const { zone, turn, month, next } of [
    { zone: 'America/Sao_Paulo', turn: '2026-06-01T03:00:00Z', month: '2026-05', next: '2026-06' },
    { zone: 'Asia/Kolkata', turn: '2026-05-31T18:30:00Z', month: '2026-05', next: '2026-06' },
  ]) {
    it(`begins anew at midnight in ${zone}, not before`, async () => {
      const local = await openTestService({ QUOTA_TIMEZONE: zone }, service.database)
      try {
        local.clock.set(new Date(Date.parse(turn) - 1000))
        const member = await signUp(local.app)
        for (const _ of numbers(1, 10)) await predict(member, local)
        const last = await predict(member, local)
        assert.equal(last.statusCode, 429)
        assert.equal(last.headers['retry-after'], '1')
        assert.equal((await usageOf(member, local)).period, month)
        local.clock.set(turn)
        const first = await predict(member, local)
        assert.equal(first.statusCode, 200)
        assert.equal(first.json().month_used_amount, 1)
        assert.equal(first.headers['ratelimit'], `"monthly";r=9;t=${30 * 86_400}`)
        const usage = await usageOf(member, local)
        assert.deepEqual([usage.period, usage.used], [next, 1])
        assert.equal(usage.days[0].day, `${next}-01`)
      } finally {
        await local.close()
      }
    })
  }
})

describe('a limit of its own', () => {
  it('goes up and down at once, also below what is used', async () => {
    const member = await signUp(service.app)
    for (const _ of numbers(1, 10)) await predict(member)
    await setLimit(member, 12)
    assert.equal((await predict(member)).json().month_used_amount, 11)
    await setLimit(member, 5)
    assertExhausted(await predict(member), 5)
    const lowered = await usageOf(member)
    assert.deepEqual([lowered.used, lowered.limit, lowered.remaining], [11, 5, 0])
    await setLimit(member, 13)
    const again = await Promise.all(numbers(1, 5).map(() => predict(member)))
    const granted = again.filter(({ statusCode }) => statusCode === 200)
    assert.deepEqual(granted.map((reply) => reply.json().month_used_amount).sort(), [12, 13])
  })

  it('may be none: then there is no monthly policy', async () => {
    const member = await signUp(service.app)
    await setLimit(member, null)
    const replies = await Promise.all(numbers(1, 25).map(() => predict(member)))
    assert.ok(replies.every(({ statusCode }) => statusCode === 200))
    const reply = await classify(member, 'hello')
    assert.equal(reply.headers['ratelimit'], undefined)
    assert.equal(reply.headers['ratelimit-policy'], '"burst";q=1000000;w=1')
    const { used, limit, remaining } = reply.json().usage
    assert.deepEqual([used, limit, remaining], [26, null, null])
    assert.equal((await predict(member)).json().month_limit, null)
  })

  it('may be 0: then nothing is granted', async () => {
    const member = await signUp(service.app)
    await setLimit(member, 0)
    assertExhausted(await predict(member), 0)
    assertExhausted(await batch(member, 3), 0)
    assert.equal(await decisionsOf(member), 0)
  })
})

describe('a batch', () => {
  it('gets as many as there are units, the first ones, in order', async () => {
    const member = await signUp(service.app)
    await predict(member)
    const reply = await batch(member, 15)
    assert.equal(reply.statusCode, 200)
    const { decisions, usage } = reply.json()
    assert.equal(decisions.length, 15)
    const ids = decisions.slice(0, 9).map(({ decision_id: id }: { decision_id: string }) => id)
    assert.equal(new Set(ids).size, 9)
    assert.deepEqual(
      decisions.slice(9),
      numbers(10, 15).map(() => ({ error: 'quota-exhausted' })),
    )
    assert.deepEqual([usage.used, usage.remaining], [10, 0])
    assert.equal(reply.headers['ratelimit'], `"monthly";r=0;t=${LEFT}`)
    const stored = (await service.app.inject(as(member, { url: '/v1/decisions?limit=9' }))).json()
    const texts = new Map(
      stored.items.map((item: { decision_id: string; text: string }) => [
        item.decision_id,
        item.text,
      ]),
    )
    assert.deepEqual(
      ids.map((id: string) => texts.get(id)),
      numbers(0, 8).map((i) => `text ${i}`),
    )
    assertExhausted(await batch(member, 1))
    assert.equal(await decisionsOf(member), 10)
  })

  it('and calls at the same time share the units without one too many', async () => {
    const member = await signUp(service.app)
    const [many, ...single] = await Promise.all([
      batch(member, 7),
      ...numbers(1, 7).map(() => predict(member)),
    ])
    const ok = single.filter(({ statusCode }) => statusCode === 200).length
    const inBatch = many.json().decisions?.filter((one: object) => 'decision_id' in one).length ?? 0
    assert.equal(ok + inBatch, 10)
    assert.equal(await decisionsOf(member), 10)
  })
})

describe('the burst limit', () => {
  it('429: refuses what comes too fast, and charges nothing for it', async () => {
    const slow = await openTestService({ BURST_PER_SECOND: '2' }, service.database)
    try {
      const [member, other] = await Promise.all([signUp(slow.app), signUp(slow.app)])
      const replies = await Promise.all(numbers(1, 6).map(() => predict(member, slow)))
      const refused = replies.filter(({ statusCode }) => statusCode === 429)
      assert.equal(refused.length, 4)
      for (const { headers, json } of refused) {
        const problem = json()
        assert.equal(problem.type, '/problems/too-many-requests')
        assert.deepEqual(problem['violated-policies'], ['burst'])
        assert.equal(headers['retry-after'], '1')
        assert.equal(headers['ratelimit-policy'], '"burst";q=2;w=1')
        assert.equal(headers['ratelimit'], '"burst";r=0;t=1')
      }
      assert.equal((await usageOf(member, slow)).used, 2)
      assert.equal((await predict(other, slow)).statusCode, 200)
      await setTimeout(1100)
      const again = await predict(member, slow)
      assert.equal(again.json().month_used_amount, 3)
    } finally {
      await slow.close()
    }
  })
})
