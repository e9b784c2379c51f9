import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { AccountId, Units } from '../../domain/units.ts'
import {
  as,
  type Member,
  openTestService,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u
const RESET = '2026-06-01T00:00:00.000Z'
const SPAM = 'WINNER!! You have won a £1000 prize 💸 Call 09061701461 now to claim at bit.ly/xy.'
const HAM = 'See you at six, mum'
const KEY = ['#/headers/idempotency-key']

let service: TestService
let member: Member

before(async () => {
  service = await openTestService()
})
beforeEach(async () => {
  member = await signUp(service.app)
})
after(() => service.close())

const post = (url: string, payload: object, headers = {}, { app } = service) =>
  app.inject(as(member, { method: 'POST', url, payload, headers }))

const classify = (payload: object, headers = {}) => post('/v1/classify', payload, headers)

const batch = (texts: unknown, headers = {}) => post('/v1/classify/batch', { texts }, headers)

const get = async (url: string) => (await service.app.inject(as(member, { url }))).json()

const used = async () => (await get('/v1/usage')).used

const giveUnits = (units: number) =>
  service.database.db
    .updateTable('account')
    .set({ limit_kind: 'own', monthly_limit: units as Units })
    .where('username', '=', member.username)
    .execute()

interface Reason {
  readonly piece: string
  readonly contribution: number
  readonly start?: number
  readonly end?: number
}

const logitOf = (reply: { readonly bias: number; readonly reasons: readonly Reason[] }) =>
  reply.reasons.reduce((sum, { contribution }) => sum + contribution, reply.bias)

describe('POST /v1/classify', () => {
  it('200: the decision and what is left', async () => {
    const reply = await classify({ text: SPAM })
    assert.equal(reply.statusCode, 200)
    const { decision_id, spam_probability, verdict, model_version, ...rest } = reply.json()
    const usage = { used: 1, limit: 10, remaining: 9, resets_at: RESET }
    assert.deepEqual(rest, { label: 'spam', usage })
    assert.match(decision_id, UUID_V7)
    assert.match(model_version, /^[0-9a-f]{12}$/u)
    assert.ok(spam_probability >= 0.5 && spam_probability <= 1)
    assert.ok(['review', 'spam', 'discard'].includes(verdict))
    assert.deepEqual((await get(`/v1/decisions/${decision_id}`)).text, SPAM)
    const { headers } = reply
    assert.equal(headers['ratelimit-policy'], '"monthly";q=10;w=2678400, "burst";q=1000000;w=1')
    assert.equal(headers['ratelimit'], '"monthly";r=9;t=1425600')
  })

  it('200: with and without a slash, with reasons 0, and for every source', async () => {
    assert.equal((await post('/v1/classify/', { text: HAM, reasons: 0 })).json().reasons, undefined)
    for (const source of ['sms', 'comment', 'email', 'form', 'chat']) {
      const { decision_id } = (await classify({ text: HAM, source })).json()
      assert.equal((await get(`/v1/decisions/${decision_id}`)).source, source)
    }
    assert.equal(await used(), 6)
  })

  it('200: reasons add up to the logit of the probability, the weightiest first', async () => {
    for (const body of [
      { text: SPAM, reasons: 50 },
      { text: HAM, reasons: 50 },
      { text: SPAM, reasons: 3, source: 'sms' },
      { text: HAM, reasons: 1 },
    ]) {
      const reply = (await classify(body)).json()
      const logit = logitOf(reply)
      const { spam_probability: probability, reasons } = reply
      assert.ok(Math.abs(1 / (1 + Math.exp(-logit)) - probability) < 1e-6)
      assert.ok(Math.abs(Math.log(probability / (1 - probability)) - logit) < 1e-6)
      const rest = reasons.findIndex(({ piece }: Reason) => piece === '(everything else)')
      const told: readonly Reason[] = rest === -1 ? reasons : reasons.slice(0, rest)
      assert.ok(told.length <= body.reasons && (rest === -1 || rest === reasons.length - 1))
      const weights = told.map(({ contribution }) => Math.abs(contribution))
      assert.deepEqual(
        weights,
        [...weights].sort((a, b) => b - a),
      )
    }
  })

  it('200: reasons say where they stand in the text as sent', async () => {
    const { reasons } = (await classify({ text: SPAM, reasons: 50 })).json()
    const placed = reasons.filter(({ start }: Reason) => start !== undefined)
    assert.ok(placed.length > 5)
    for (const { piece, start, end } of placed) assert.equal(SPAM.slice(start, end), piece)
    assert.ok(placed.some(({ piece }: Reason) => piece === '09061701461'))
    for (const reason of reasons) {
      assert.ok(
        ['contribution,end,piece,start', 'contribution,piece'].includes(
          Object.keys(reason).sort().join(),
        ),
      )
    }
  })

  it('200: the same text is judged the same here, in a batch and by the original route', async () => {
    const alone = (await classify({ text: SPAM })).json().spam_probability
    const inBatch = (await batch([HAM, SPAM])).json().decisions[1].spam_probability
    const original = (await post('/predict_sentiment', { text_message: SPAM })).json()
    assert.deepEqual([inBatch, original.spam_probability], [alone, alone])
  })

  it('422: empty and overlong texts; 413: a vast body; nothing is charged', async () => {
    assertProblem(await classify({ text: ' \n' }), 422, 'text-empty', ['#/text'])
    const long = await classify({ text: 'a'.repeat(32_001) })
    assertProblem(long, 422, 'text-too-long', ['#/text'])
    assertProblem(await classify({ text: 'a'.repeat(1_100_000) }), 413, 'body-too-large')
    assert.equal((await classify({ text: '💸'.repeat(32_000) })).statusCode, 200)
    assert.equal(await used(), 1)
  })

  it('422: points at what is wrong', async () => {
    for (const [body, pointers] of [
      [{}, ['#/text']],
      [{ text: 1, reasons: 'five' }, ['#/reasons', '#/text']],
      [{ text: HAM, reasons: 51 }, ['#/reasons']],
      [{ text: HAM, reasons: -1 }, ['#/reasons']],
      [{ text: HAM, reasons: 1.5 }, ['#/reasons']],
      [{ text: HAM, source: 'fax' }, ['#/source']],
      [{ text: HAM, source: null, model: 'best' }, ['#/model', '#/source', '#/source']],
    ] as const) {
      const reply = await classify(body)
      assert.deepEqual(
        [
          reply.statusCode,
          reply
            .json()
            .errors.map((fault: { pointer: string }) => fault.pointer)
            .sort(),
        ],
        [422, pointers],
        reply.body,
      )
    }
    assert.equal(await used(), 0)
  })

  it('429: no unit is left', async () => {
    await giveUnits(1)
    await classify({ text: HAM })
    const reply = await classify({ text: HAM })
    assertProblem(reply, 429, 'quota-exhausted')
    assert.deepEqual(reply.json()['violated-policies'], ['monthly'])
    assert.equal(reply.headers['retry-after'], '1425600')
    assert.equal(reply.headers['ratelimit'], '"monthly";r=0;t=1425600')
  })

  it('429: too many in one second are a second policy, and cost nothing', async () => {
    const slow = await openTestService({ BURST_PER_SECOND: '2' }, service.database)
    const sent = Array.from({ length: 8 }, () => post('/v1/classify', { text: HAM }, {}, slow))
    const replies = await Promise.all(sent)
    for (const reply of replies.filter(({ statusCode }) => statusCode !== 200)) {
      assertProblem(reply, 429, 'too-many-requests')
      assert.deepEqual(reply.json()['violated-policies'], ['burst'])
      assert.equal(reply.headers['retry-after'], '1')
      assert.equal(reply.headers['ratelimit-policy'], '"burst";q=2;w=1')
      assert.equal(reply.headers['ratelimit'], '"burst";r=0;t=1')
    }
    await slow.close()
    const answered = replies.filter(({ statusCode }) => statusCode === 200).length
    assert.ok(answered >= 2 && answered < 8, `${answered}`)
    assert.equal(await used(), answered)
  })
})

describe('Idempotency-Key', () => {
  it('200: the same key with the same body replays the answer, at no cost, for a day', async () => {
    service.clock.set('2026-05-15T12:00:00Z')
    const body = { text: SPAM, reasons: 5, source: 'sms' }
    const first = await classify(body, { 'idempotency-key': '"a b"' })
    await classify({ text: HAM })
    const again = await classify(body, { 'idempotency-key': '"a b"' })
    assert.equal(again.body, first.body)
    assert.equal(await used(), 2)
    service.clock.set('2026-05-16T11:59:59Z')
    const bare = { text: HAM }
    const other = await classify(bare, { 'idempotency-key': 'k-1' })
    assert.equal((await classify(bare, { 'idempotency-key': '"k-1"' })).body, other.body)
    service.clock.set('2026-05-16T12:00:00Z')
    const anew = (await classify(body, { 'idempotency-key': '"a b"' })).json()
    assert.notEqual(anew.decision_id, first.json().decision_id)
    assert.equal(await used(), 4)
    service.clock.set('2026-05-15T12:00:00Z')
  })

  it('200: another account may choose the same key', async () => {
    const mine = (await classify({ text: HAM }, { 'idempotency-key': 'same' })).json()
    member = await signUp(service.app)
    const theirs = await classify({ text: SPAM }, { 'idempotency-key': 'same' })
    assert.equal(theirs.statusCode, 200)
    assert.notEqual(theirs.json().decision_id, mine.decision_id)
  })

  it('409: while the first request with a key still runs', async () => {
    await classify({ text: HAM })
    const key = { 'idempotency-key': 'once' }
    const both = await service.database.db.transaction().execute(async (tx) => {
      // Whoever wants units of this account waits for this row.
      const account = member.id as AccountId
      await tx
        .selectFrom('usage')
        .where('account_id', '=', account)
        .forUpdate()
        .selectAll()
        .execute()
      const sent = [classify({ text: HAM }, key), classify({ text: HAM }, key)] as const
      const running = await Promise.race(sent)
      assertProblem(running, 409, 'idempotency-key-running')
      assert.equal(running.headers['retry-after'], '1')
      return { sent }
    })
    const statuses = (await Promise.all(both.sent)).map(({ statusCode }) => statusCode)
    assert.deepEqual(statuses.sort(), [200, 409])
    assert.equal(await used(), 2)
  })

  it('422: a key of another body or route, or what is no key', async () => {
    const key = { 'idempotency-key': 'once' }
    assert.equal((await classify({ text: HAM }, key)).statusCode, 200)
    assertProblem(await classify({ text: SPAM }, key), 422, 'idempotency-key-reused', KEY)
    assertProblem(await batch([HAM], key), 422, 'idempotency-key-reused', KEY)
    for (const bad of ['""', '"', 'a b', `${'a'.repeat(256)}`, '"a\\"b"', 'naïve', '']) {
      const reply = await classify({ text: HAM }, { 'idempotency-key': bad })
      assertProblem(reply, 422, 'idempotency-key-invalid', KEY)
    }
    assert.equal(await used(), 1)
  })
})
