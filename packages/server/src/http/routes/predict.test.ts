import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import {
  as,
  type Member,
  openTestService,
  promote,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u
const SPAM = 'WINNER!! You have won a £1000 prize. Call 09061701461 now to claim.'
const HAM = 'See you at six, mum'

let service: TestService
let member: Member

before(async () => {
  service = await openTestService({ MAX_TEXT_CHARS: '200', MONTHLY_QUOTA: '3' })
})
beforeEach(async () => {
  member = await signUp(service.app)
})
after(() => service.close())

const predict = (text_message: unknown, who = member, headers = {}) => {
  const options = { method: 'POST', url: '/predict_sentiment', payload: { text_message } } as const
  return service.app.inject(as(who, { ...options, headers }))
}

const used = async () => (await service.app.inject(as(member, { url: '/v1/usage' }))).json().used

describe('POST /predict_sentiment', () => {
  it('200: the answer of the described system and the decision behind it', async () => {
    const reply = await predict(SPAM)
    assert.equal(reply.statusCode, 200)
    assert.match(String(reply.headers['content-type']), /^application\/json\b/u)
    const { decision_id, spam_probability, verdict, model_version, ...rest } = reply.json()
    assert.deepEqual(rest, {
      text_message: SPAM,
      spam_polarity: 'Spam',
      month_used_amount: 1,
      month_limit: 3,
    })
    assert.match(decision_id, UUID_V7)
    assert.ok(spam_probability >= 0.5 && spam_probability <= 1)
    assert.ok(['review', 'spam', 'discard'].includes(verdict))
    assert.match(model_version, /^[0-9a-f]{12}$/u)
    const url = `/v1/decisions/${decision_id}`
    const stored = (await service.app.inject(as(member, { url }))).json()
    assert.deepEqual(
      [stored.text, stored.label, stored.spam_probability, stored.verdict, stored.model_version],
      [SPAM, 'spam', spam_probability, verdict, model_version],
    )
  })

  it('200: every call counts, and the count includes it', async () => {
    for (const [text, polarity, amount] of [
      [HAM, 'Ham', 1],
      [SPAM, 'Spam', 2],
      [HAM, 'Ham', 3],
    ] as const) {
      const { spam_polarity, month_used_amount } = (await predict(text)).json()
      assert.deepEqual([spam_polarity, month_used_amount], [polarity, amount])
    }
  })

  it('200: says in its headers what is left', async () => {
    const { headers } = await predict(HAM)
    assert.equal(headers['ratelimit-policy'], '"monthly";q=3;w=2678400, "burst";q=1000000;w=1')
    assert.equal(headers['ratelimit'], '"monthly";r=2;t=1425600')
  })

  it('200: the same with a slash', async () => {
    const payload = { text_message: HAM }
    const options = { method: 'POST', url: '/predict_sentiment/', payload } as const
    assert.equal((await service.app.inject(as(member, options))).json().month_used_amount, 1)
  })

  it('200: the text comes back as it was sent, whatever is in it', async () => {
    for (const text of ['é e\u0301 ﬁ', '💸'.repeat(200), '"\\</script>\u2028\u202e']) {
      assert.equal((await predict(text)).json().text_message, text)
    }
  })

  it('200: the same key with the same text is the same decision, and costs once', async () => {
    const key = { 'idempotency-key': '"call-1"' }
    const first = (await predict(SPAM, member, key)).json()
    assert.deepEqual((await predict(SPAM, member, key)).json(), first)
    assert.equal(await used(), 1)
    assertProblem(await predict(HAM, member, key), 422, 'idempotency-key-reused', [
      '#/headers/idempotency-key',
    ])
  })

  it('200: month_limit is null for an account without a limit', async () => {
    const admin = await promote(service, await signUp(service.app))
    const payload = { monthly_limit: null }
    const options = { method: 'PATCH', url: `/users/${member.id}`, payload } as const
    await service.app.inject(as(admin, options))
    for (const amount of [1, 2, 3, 4]) {
      const reply = await predict(HAM)
      assert.deepEqual([reply.json().month_used_amount, reply.json().month_limit], [amount, null])
      assert.equal(reply.headers['ratelimit'], undefined)
      assert.equal(reply.headers['ratelimit-policy'], '"burst";q=1000000;w=1')
    }
  })

  it('422: an empty or white text; nothing is charged', async () => {
    for (const text of ['', ' ', '\n\t\r ', '\u00a0\u3000\ufeff']) {
      assertProblem(await predict(text), 422, 'text-empty', ['#/text_message'])
    }
    assert.equal(await used(), 0)
  })

  it('422: a text of more than MAX_TEXT_CHARS characters, however many bytes they have', async () => {
    assert.equal((await predict('💸'.repeat(200))).statusCode, 200)
    for (const text of ['💸'.repeat(201), 'a'.repeat(201), 'a'.repeat(100_000)]) {
      const reply = await predict(text)
      assertProblem(reply, 422, 'text-too-long', ['#/text_message'])
      assert.match(reply.json().detail, /200/u)
    }
    assert.equal(await used(), 1)
  })

  it('422: points at what is not as it should be', async () => {
    for (const value of [null, 1, true, [], {}, ['a']]) {
      assertProblem(await predict(value), 422, 'invalid-request', ['#/text_message'])
    }
    assertProblem(await predict(undefined), 422, 'invalid-request', ['#/text_message'])
    assert.equal(await used(), 0)
  })

  it('429: no unit is left; nothing is charged, nothing is recorded', async () => {
    for (let call = 0; call < 3; call++) await predict(HAM)
    const reply = await predict(SPAM)
    assertProblem(reply, 429, 'quota-exhausted')
    assert.deepEqual(reply.json()['violated-policies'], ['monthly'])
    assert.equal(reply.headers['retry-after'], '1425600')
    assert.equal(reply.headers['ratelimit'], '"monthly";r=0;t=1425600')
    assert.match(String(reply.headers['ratelimit-policy']), /^"monthly";q=3;/u)
    assert.equal(await used(), 3)
    const { items } = (await service.app.inject(as(member, { url: '/v1/decisions' }))).json()
    assert.equal(items.length, 3)
  })
})
