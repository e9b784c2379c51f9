import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { AccountId, Units } from './domain/units.ts'
import { as, type Member, openTestService, signUp, type TestService } from './testing/harness.ts'

let service: TestService

before(async () => {
  service = await openTestService()
})
after(() => service.close())

/** A request of a decision. */
interface Wanted {
  readonly url: string
  readonly payload: object | string
}

const predicting = (text: string): Wanted => ({
  url: '/predict_sentiment',
  payload: { text_message: text },
})

const classifying = (text: string): Wanted => ({
  url: '/v1/classify',
  payload: { text, reasons: 3 },
})

const batching = (...texts: readonly string[]): Wanted => ({
  url: '/v1/classify/batch',
  payload: { texts },
})

const send = (member: Member, key: string, wanted: Wanted, { app } = service) => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  return app.inject(as(member, { method: 'POST', ...wanted, headers }))
}

const usedBy = async (member: Member, { app } = service) =>
  (await app.inject(as(member, { url: '/v1/usage' }))).json().used

async function giveLimit(member: Member, units: number): Promise<void> {
  await service.database.db
    .updateTable('account')
    .set({ limit_kind: 'own', monthly_limit: units as Units })
    .where('id', '=', member.id as AccountId)
    .execute()
}

describe('Idempotency-Key', () => {
  for (const wanted of [predicting('hello'), classifying('a free prize'), batching('a', 'b')]) {
    it(`on ${wanted.url}: the same request again is answered the same and costs nothing`, async () => {
      const member = await signUp(service.app)
      const first = await send(member, '"order-1"', wanted)
      assert.equal(first.statusCode, 200, first.body)
      const used = await usedBy(member)
      await send(member, '"in between"', predicting('something else'))
      const again = await send(member, '"order-1"', wanted)
      assert.equal(again.statusCode, 200)
      assert.deepEqual(again.json(), first.json())
      assert.equal(await usedBy(member), used + 1)
    })
  }

  it('means the same quoted and bare, and does not mind how the body is laid out', async () => {
    const member = await signUp(service.app)
    const first = await send(member, '"order-2"', { url: '/v1/classify', payload: '{"text":"hi"}' })
    const spaced = { url: '/v1/classify/', payload: '{ "text" : "h\\u0069" }' }
    const again = await send(member, 'order-2', spaced)
    assert.deepEqual(again.json(), first.json())
    assert.equal(await usedBy(member), 1)
  })

  it('422: another body or another route under the same key', async () => {
    const member = await signUp(service.app)
    await send(member, 'order-3', classifying('hello'))
    for (const other of [classifying('hello!'), predicting('hello'), batching('hello')]) {
      const reply = await send(member, 'order-3', other)
      assert.equal(reply.statusCode, 422)
      assert.equal(reply.json().type, '/problems/idempotency-key-reused')
    }
    assert.equal(await usedBy(member), 1)
  })

  it('the same request many times at once costs one unit', async () => {
    const member = await signUp(service.app)
    const sending = () => send(member, 'order-4', predicting('hello'))
    // Another call goes first, so that what follows it is recorded by one statement.
    const [ahead, ...replies] = await whileHeld(member, () => [
      send(member, 'order-3', predicting('hello')),
      ...Array.from({ length: 20 }, sending),
    ])
    assert.equal(ahead?.statusCode, 200)
    const ids = new Set<string>()
    for (const reply of replies) {
      if (reply.statusCode === 200) ids.add(reply.json().decision_id)
      else assert.equal(reply.json().type, '/problems/idempotency-key-running', reply.body)
    }
    assert.equal(ids.size, 1)
    assert.equal(await usedBy(member), 3)
  })

  it('the same request on two nodes at once costs one unit and gets one answer', async () => {
    const other = await openTestService({}, service.database)
    try {
      const member = await signUp(service.app)
      const sending = (node: TestService) => send(member, 'order-5', predicting('hello'), node)
      const [here, there] = await whileHeld(member, () => [service, other].map(sending))
      assert.equal(here?.statusCode, 200)
      assert.deepEqual(there?.json(), here?.json())
      assert.equal(await usedBy(member), 2)
    } finally {
      await other.close()
    }
  })

  it('is free again after a refusal, and then gets its own answer', async () => {
    const member = await signUp(service.app)
    await giveLimit(member, 0)
    assert.equal((await send(member, 'order-6', predicting('hello'))).statusCode, 429)
    assert.equal((await send(member, 'order-7', predicting(''))).statusCode, 422)
    await giveLimit(member, 2)
    assert.equal((await send(member, 'order-6', predicting('hello'))).statusCode, 200)
    assert.equal((await send(member, 'order-7', predicting('hi'))).json().month_used_amount, 2)
    // What was paid for is answered, even now that there is nothing left.
    assert.equal((await send(member, 'order-6', predicting('hello'))).json().month_used_amount, 1)
    assert.equal(await usedBy(member), 2)
  })

  it('of a batch that got a part replays that part', async () => {
    const member = await signUp(service.app)
    await giveLimit(member, 2)
    const first = await send(member, 'order-8', batching('one', 'two', 'three'))
    assert.deepEqual(first.json().decisions[2], { error: 'quota-exhausted' })
    await giveLimit(member, 10)
    const again = await send(member, 'order-8', batching('one', 'two', 'three'))
    assert.deepEqual(again.json(), first.json())
    assert.equal(await usedBy(member), 2)
  })

  it('is kept for 24 hours, and free after them', async () => {
    const later = await openTestService({}, service.database)
    try {
      const member = await withKey(await signUp(later.app), later)
      const first = await send(member, 'order-9', predicting('hello'), later)
      later.clock.set('2026-05-16T11:59:59Z')
      const again = await send(member, 'order-9', predicting('hello'), later)
      assert.deepEqual(again.json(), first.json())
      later.clock.set('2026-05-16T12:00:00Z')
      const anew = await send(member, 'order-9', predicting('goodbye'), later)
      assert.equal(anew.statusCode, 200)
      assert.notEqual(anew.json().decision_id, first.json().decision_id)
      assert.equal(await usedBy(member, later), 2)
    } finally {
      await later.close()
    }
  })

  it('is not shared between accounts', async () => {
    const [one, two] = await Promise.all([signUp(service.app), signUp(service.app)])
    const first = await send(one, 'order-10', predicting('hello'))
    const second = await send(two, 'order-10', predicting('something else'))
    assert.equal(second.statusCode, 200)
    assert.notEqual(second.json().decision_id, first.json().decision_id)
    assert.deepEqual([await usedBy(one), await usedBy(two)], [1, 1])
  })

  it('422: a key that is none, and nothing is charged', async () => {
    const member = await signUp(service.app)
    const none = ['', '""', '"', 'two words', '"open', 'in"side', '"in"side"', 'caf\u00e9', '\t']
    for (const key of [...none, 'x'.repeat(256), `"${'x'.repeat(256)}"`]) {
      const reply = await send(member, key, predicting('hello'))
      assert.equal(reply.statusCode, 422, JSON.stringify(key))
      assert.equal(reply.json().type, '/problems/idempotency-key-invalid')
    }
    assert.equal(await usedBy(member), 0)
    assert.equal((await send(member, 'x'.repeat(255), predicting('hello'))).statusCode, 200)
    assert.equal((await send(member, '"two words"', predicting('hello'))).statusCode, 200)
  })
})

/** Takes one unit, then starts calls while the member's units are held, so that they overlap. */
async function whileHeld<Value>(member: Member, start: () => readonly Promise<Value>[]) {
  await send(member, 'order-0', predicting('hello'))
  const { db } = service.database
  const accountId = member.id as AccountId
  const started = await db.transaction().execute(async (tx) => {
    const units = tx.selectFrom('usage').select('used').where('account_id', '=', accountId)
    await units.forUpdate().execute()
    const calls = Promise.all(start())
    await setTimeout(250)
    return { calls }
  })
  return started.calls
}

/** The same member, named by an API key: it does not expire when the clock is set. */
async function withKey(member: Member, { app }: TestService): Promise<Member> {
  const making = { method: 'POST', url: '/users/me/keys', payload: { name: 'clock' } } as const
  const { key } = (await app.inject(as(member, making))).json()
  return { ...member, headers: { 'x-api-key': key } }
}
