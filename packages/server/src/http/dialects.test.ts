import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { anyText } from '../testing/any-text.ts'
import { as, type Member, openTestService, signUp, type TestService } from '../testing/harness.ts'

/** Somebody with a key in both of its forms. */
interface KeyHolder extends Member {
  readonly key: string
  readonly compatKey: string
}

let service: TestService
before(async () => {
  service = await openTestService({ MONTHLY_QUOTA: '10', ACCESS_TOKEN_EXPIRE_MINUTES: '1440' })
})
after(() => service.close())

async function newKeyHolder(on = service): Promise<KeyHolder> {
  const member = await signUp(on.app)
  const url = '/users/me/keys'
  const reply = await on.app.inject(as(member, { method: 'POST', url, payload: { name: 'k' } }))
  assert.equal(reply.statusCode, 201, reply.body)
  return { ...member, key: reply.json().key, compatKey: reply.json().compat_key }
}

/** Asks about texts in one way each. */
type Ask = (holder: KeyHolder, texts: readonly string[], on?: TestService) => Promise<Reply>
type Reply = LightMyRequestResponse

const post = (
  { headers }: Pick<Member, 'headers'>,
  url: string,
  payload: object,
  { app } = service,
): Promise<Reply> => app.inject({ method: 'POST', url, payload, headers })

const predict: Ask = (holder, [text], on) =>
  post(holder, '/predict_sentiment', { text_message: text }, on)

const akismet: Ask = ({ compatKey }, [text = ''], { app } = service) =>
  app.inject({
    method: 'POST',
    url: '/1.1/comment-check',
    payload: new URLSearchParams({
      ...{ api_key: compatKey, blog: 'https://blog.example.com', user_ip: '203.0.113.9' },
      comment_content: text,
    }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
  })

const openInference: Ask = (holder, texts, on) => {
  const text = { name: 'text', shape: [texts.length], datatype: 'BYTES', data: texts }
  return post(holder, '/v2/models/spam/infer', { inputs: [text] }, on)
}

const huggingFace: Ask = (holder, texts, on) =>
  post(holder, '/models/hamlet/spam', { inputs: texts.length === 1 ? texts[0] : texts }, on)

const textEmbeddings: Ask = (holder, [text], on) => post(holder, '/predict', { inputs: text }, on)

const perspective: Ask = ({ compatKey }, [text], on) => {
  const url = `/v1alpha1/comments:analyze?key=${compatKey}`
  return post({ headers: {} }, url, { comment: { text }, requestedAttributes: { SPAM: {} } }, on)
}

describe('one quota for every dialect', () => {
  it('is used up by all of them together, and then there is nothing left for any', async () => {
    const holder = await newKeyHolder()
    const asked = [
      ...[1, 2, 3, 4].map(() => predict(holder, ['hello'])),
      ...[1, 2, 3].map(() => akismet(holder, ['win a prize'])),
      openInference(holder, ['one', 'two']),
      huggingFace(holder, ['see you at 8']),
    ]
    const replies = await Promise.all(asked)
    assert.deepEqual([...new Set(replies.map(({ statusCode }) => statusCode))], [200])
    const usage = await service.app.inject(as(holder, { url: '/v1/usage' }))
    assert.deepEqual([usage.json().used, usage.json().remaining], [10, 0])
    for (const ask of [predict, akismet, openInference, huggingFace, textEmbeddings, perspective]) {
      const reply = await ask(holder, ['one more'])
      assert.equal(reply.statusCode, 429, reply.body)
      assert.ok(Number(reply.headers['retry-after']) > 0)
    }
    const decisions = await service.app.inject(as(holder, { url: '/v1/decisions' }))
    assert.equal(decisions.json().items.length, 10)
  })

  it('refuses several texts as a whole when fewer units are left, and takes none', async () => {
    const holder = await newKeyHolder()
    const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    assert.equal((await openInference(holder, seven)).statusCode, 200)
    for (const ask of [openInference, huggingFace]) {
      assert.equal((await ask(holder, seven.slice(0, 4))).statusCode, 429)
    }
    assert.equal((await huggingFace(holder, seven.slice(0, 3))).statusCode, 200)
  })
})

describe('one classifier behind every dialect', () => {
  it('gives a text the same probability, to the last bit', async () => {
    const generous = await openTestService({ MONTHLY_QUOTA: '1000000' })
    const holder = await newKeyHolder(generous)
    try {
      const text = anyText({ minLength: 1, maxLength: 60 }).filter(
        (value) => value.trim() !== '' && !value.includes('\0'),
      )
      await fc.assert(
        fc.asyncProperty(text, (value) => agreeOn(holder, value, generous)),
        { numRuns: 60 },
      )
    } finally {
      await generous.close()
    }
  })
})

/** Asks every dialect about a text of which nothing else is said. */
async function agreeOn(holder: KeyHolder, text: string, on: TestService): Promise<void> {
  const own = await post(holder, '/v1/classify', { text }, on)
  const { spam_probability: expected, label } = own.json()

  const infer = (await openInference(holder, [text], on)).json()
  const outputs = new Map(infer.outputs.map(outputOf))
  assert.equal(outputs.get('spam_probability'), expected)
  assert.equal(outputs.get('label'), label)

  const [nested] = (await huggingFace(holder, [text], on)).json()
  assert.equal(spamScoreOf(nested), expected)
  assert.equal(spamScoreOf((await textEmbeddings(holder, [text], on)).json()), expected)

  const analyzed = (await perspective(holder, [text], on)).json()
  assert.equal(analyzed.attributeScores.SPAM.summaryScore.value, expected)

  const checked = await akismet(holder, [text], on)
  assert.equal(checked.body, String(label === 'spam'))
  const guid = String(checked.headers['x-akismet-guid'])
  const stored = await on.app.inject(as(holder, { url: `/v1/decisions/${guid}` }))
  assert.equal(stored.json().spam_probability, expected)
}

const outputOf = ({ name, data }: { name: string; data: readonly unknown[] }) =>
  [name, data[0]] as const

const spamScoreOf = (scores: readonly { label: string; score: number }[]) =>
  scores.find(({ label }) => label === 'spam')?.score
