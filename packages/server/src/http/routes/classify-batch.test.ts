import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Units } from '../../domain/units.ts'
import {
  as,
  type Member,
  openTestService,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'

const RESET = '2026-06-01T00:00:00.000Z'
const SPAM = 'WINNER!! You have won a £1000 prize. Call 09061701461 now to claim.'
const HAM = 'See you at six, mum'
const EXHAUSTED = { error: 'quota-exhausted' }

let service: TestService
let member: Member

before(async () => {
  service = await openTestService()
})
beforeEach(async () => {
  member = await signUp(service.app)
})
after(() => service.close())

const batch = (texts: unknown, headers = {}) =>
  service.app.inject(
    as(member, { method: 'POST', url: '/v1/classify/batch', payload: { texts }, headers }),
  )

const get = async (url: string) => (await service.app.inject(as(member, { url }))).json()

const giveUnits = (units: number) =>
  service.database.db
    .updateTable('account')
    .set({ limit_kind: 'own', monthly_limit: units as Units })
    .where('username', '=', member.username)
    .execute()

describe('POST /v1/classify/batch', () => {
  it('200: a decision for each text, in the same order, a unit each', async () => {
    const reply = await batch([HAM, SPAM, HAM])
    assert.equal(reply.statusCode, 200)
    const { decisions, usage, ...rest } = reply.json()
    assert.deepEqual(rest, {})
    assert.deepEqual(usage, { used: 3, limit: 10, remaining: 7, resets_at: RESET })
    assert.deepEqual(
      decisions.map(({ label }: { label: string }) => label),
      ['ham', 'spam', 'ham'],
    )
    const fields = ['decision_id', 'label', 'model_version', 'spam_probability', 'verdict']
    for (const decision of decisions) assert.deepEqual(Object.keys(decision).sort(), fields)
    assert.equal(reply.headers['ratelimit'], '"monthly";r=7;t=1425600')
    const { items } = await get('/v1/decisions')
    const ids = (list: readonly { readonly decision_id: string }[]) =>
      list.map(({ decision_id }) => decision_id)
    assert.deepEqual(ids(items).reverse(), ids(decisions))
    assert.deepEqual((await get('/v1/usage')).days, [{ day: '2026-05-15', ham: 2, spam: 1 }])
  })

  it('200: a thousand texts, the most there may be', async () => {
    await giveUnits(5000)
    const texts = Array.from({ length: 1000 }, (_, i) => `message number ${i}`)
    const { decisions, usage } = (await batch(texts)).json()
    assert.equal(
      new Set(decisions.map(({ decision_id }: { decision_id: string }) => decision_id)).size,
      1000,
    )
    assert.deepEqual([usage.used, usage.remaining], [1000, 4000])
    assertProblem(await batch([...texts, 'one more']), 422, 'invalid-request', ['#/texts'])
    assert.equal((await get('/v1/usage')).used, 1000)
  })

  it('200: with fewer units than texts the first ones are answered', async () => {
    await giveUnits(2)
    const reply = await batch([SPAM, HAM, SPAM, HAM])
    assert.equal(reply.statusCode, 200)
    const { decisions, usage } = reply.json()
    assert.deepEqual(
      decisions.map(({ label }: { label?: string }) => label),
      ['spam', 'ham', undefined, undefined],
    )
    assert.deepEqual(decisions.slice(2), [EXHAUSTED, EXHAUSTED])
    assert.deepEqual(usage, { used: 2, limit: 2, remaining: 0, resets_at: RESET })
    assert.equal(reply.headers['ratelimit'], '"monthly";r=0;t=1425600')
    assert.equal((await get('/v1/decisions')).items.length, 2)
  })

  it('200: the same key replays all of it, and what found no unit too', async () => {
    await giveUnits(2)
    const key = { 'idempotency-key': 'batch-1' }
    const first = await batch([SPAM, HAM, SPAM], key)
    await giveUnits(10)
    const again = await batch([SPAM, HAM, SPAM], key)
    assert.equal(again.body, first.body)
    assert.equal((await get('/v1/usage')).used, 2)
  })

  it('200 and 429: the same holds for so many texts that units are counted before they are judged', async () => {
    const texts = Array.from({ length: 100 }, (_, i) => `message number ${i}`)
    await giveUnits(30)
    const key = { 'idempotency-key': 'batch-2' }
    const first = await batch(texts, key)
    const { decisions, usage } = first.json()
    assert.deepEqual([decisions.length, usage.used], [100, 30])
    assert.deepEqual(decisions.slice(30), new Array(70).fill(EXHAUSTED))
    assert.equal((await batch(texts, key)).body, first.body)
    assertProblem(await batch(texts), 429, 'quota-exhausted')
    assertProblem(await batch(texts, { 'idempotency-key': 'batch-3' }), 429, 'quota-exhausted')
    assert.equal((await get('/v1/usage')).used, 30)
  })

  it('429: no unit is left for even the first', async () => {
    await giveUnits(0)
    const reply = await batch([HAM, SPAM])
    assertProblem(reply, 429, 'quota-exhausted')
    assert.equal(reply.headers['retry-after'], '1425600')
    assert.deepEqual((await get('/v1/decisions')).items, [])
  })

  it('422: one bad text refuses them all, by its place; nothing is charged', async () => {
    assertProblem(await batch([HAM, HAM, ' ']), 422, 'text-empty', ['#/texts/2'])
    assertProblem(await batch([HAM, 'a'.repeat(32_001)]), 422, 'text-too-long', ['#/texts/1'])
    assertProblem(await batch([HAM, 1, null]), 422, 'invalid-request', ['#/texts/1', '#/texts/2'])
    assertProblem(await batch([HAM, 'nul \0']), 422, 'invalid-request', ['#/texts/1'])
    assert.equal((await get('/v1/usage')).used, 0)
  })

  it('422: every bad text is named at once, each with what is wrong with it', async () => {
    const long = '💸'.repeat(32_001)
    const reply = await batch([HAM, long, ' ', SPAM, long, ''])
    const places = ['#/texts/1', '#/texts/2', '#/texts/4', '#/texts/5']
    assertProblem(reply, 422, 'text-too-long', places)
    const { errors } = reply.json()
    assert.deepEqual(
      errors.map(({ code, limit }: { code: string; limit?: number }) => [code, limit]),
      [
        ['too-long', 32_000],
        ['empty', undefined],
        ['too-long', 32_000],
        ['empty', undefined],
      ],
    )
    assertProblem(await batch([HAM, '', long]), 422, 'text-empty', ['#/texts/1', '#/texts/2'])
  })

  it('422: every text that is not Unicode is named at once, were it all of a thousand', async () => {
    const halves = [HAM, 'nul \0', '\ud83d alone', SPAM, '\0']
    const places = ['#/texts/1', '#/texts/2', '#/texts/4']
    assertProblem(await batch(halves), 422, 'invalid-request', places)
    const all = Array.from({ length: 1000 }, (_, i) => `#/texts/${i}`)
    assertProblem(await batch(all.map(() => '\0')), 422, 'invalid-request', all)
  })

  it('422: points at what is no list of texts', async () => {
    for (const texts of [[], null, 'one', {}, 5]) {
      assertProblem(await batch(texts), 422, 'invalid-request', ['#/texts'])
    }
    assertProblem(await batch(undefined), 422, 'invalid-request', ['#/texts'])
  })

  it('422: of a vast list of what is no text only the first fault is looked for', async () => {
    const reply = await batch(Array.from({ length: 1_000_000 }, () => 0))
    assertProblem(reply, 422, 'invalid-request', ['#/texts'])
  })

  it('200: several megabytes are read; 413: more than sixteen are not', async () => {
    const texts = Array.from({ length: 100 }, (_, i) => `${i} ${'word '.repeat(6000)}`)
    await giveUnits(100)
    assert.equal((await batch(texts)).json().usage.used, 100)
    assertProblem(await batch(['a'.repeat(16_777_216)]), 413, 'body-too-large')
  })
})
