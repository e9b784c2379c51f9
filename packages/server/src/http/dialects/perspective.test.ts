import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { InjectOptions } from 'fastify'
import { as, openTestService, type TestService } from '../../testing/harness.ts'
import { openPerspectiveClient, type PerspectiveClient } from '../../testing/perspective.ts'

const SPAM = 'WINNER!! You have won a £1000 prize 💸 Call 09061701461 now to claim at bit.ly/xy.'
const HAM = 'See you at six, mum'
const ANALYZE = '/v1alpha1/comments:analyze'

let service: TestService
let client: PerspectiveClient

before(async () => {
  service = await openTestService({ MONTHLY_QUOTA: '100' })
})
beforeEach(async () => {
  client = await openPerspectiveClient(service)
})
after(() => service.close())

const post = (options: InjectOptions) => service.app.inject({ method: 'POST', ...options })

const lastDecision = async () => (await client.get('/v1/decisions?limit=1')).items[0]

const lastReport = async () => (await client.get('/v1/reports?limit=1')).items[0]

const classify = async (payload: object) =>
  (await post(as(client.member, { url: '/v1/classify', payload }))).json()

interface Scored {
  readonly begin: number
  readonly end: number
  readonly score: { readonly value: number; readonly type: string }
}

const valuesOf = (spans: readonly Scored[]) => spans.map(({ score }) => score.value)

describe('POST /v1alpha1/comments:analyze', () => {
  it('200: the probability of the same comment elsewhere, for a unit, and one span', async () => {
    for (const text of [SPAM, HAM]) {
      const { spam_probability: value, usage } = await classify({ text })
      const reply = await client.analyze({ comment: { text } })
      assert.equal(reply.statusCode, 200)
      const score = { value, type: 'PROBABILITY' }
      assert.deepEqual(reply.json(), {
        attributeScores: {
          SPAM: { spanScores: [{ begin: 0, end: text.length, score }], summaryScore: score },
        },
        languages: ['und'],
        detectedLanguages: ['und'],
      })
      assert.match(String(reply.headers['ratelimit']), new RegExp(`r=${99 - usage.used};`, 'u'))
      const { text: kept, source, site } = await lastDecision()
      assert.deepEqual([kept, source, site], [text, null, null])
    }
    assert.equal(await client.used(), 4)
  })

  it('200: for a key in either form, wherever clients put it, and for a token', async () => {
    const { key, compat, member } = client
    const payload = { comment: { text: HAM }, requestedAttributes: { SPAM: {} } }
    for (const [query, headers] of [
      [`?key=${key}`, {}],
      [`?alt=json&key=${compat}&prettyPrint=false`, {}],
      [`?key=${compat.toUpperCase()}`, {}],
      ['', { 'x-goog-api-key': key }],
      ['', { 'x-goog-api-key': compat }],
      ['?key=', { authorization: `Bearer ${key}` }],
      ['', { 'x-api-key': key }],
      ['', member.headers],
    ] as const) {
      const reply = await post({ url: `${ANALYZE}${query}`, payload, headers })
      assert.equal(reply.statusCode, 200, `${query} ${JSON.stringify(headers)} ${reply.body}`)
    }
  })

  it('200: what it is told to echo; a community is the site; what is not needed is dropped', async () => {
    const community = ` ${'é'.repeat(200)}${'💸'.repeat(100)}`
    const reply = await client.analyze({
      comment: { text: HAM, type: 'PLAIN_TEXT' },
      context: { entries: [{ text: 'a\u0000b', type: 'PLAIN_TEXT' }] },
      ...{ languages: ['pt', 'en'], clientToken: 'c-1', sessionId: '42', communityId: community },
    })
    assert.equal(reply.statusCode, 200, reply.body)
    const { languages, detectedLanguages, clientToken } = reply.json()
    assert.deepEqual([languages, detectedLanguages], [['pt', 'en'], ['und']])
    assert.equal(clientToken, 'c-1')
    assert.equal((await lastDecision()).site, `${'é'.repeat(200)}${'💸'.repeat(27)}`)
  })

  it('200: names with underscores, null for what is left out, and any Content-Type', async () => {
    const payload = JSON.stringify({
      ...{ comment: { text: HAM, type: null }, context: null, languages: null },
      requested_attributes: { SPAM: { score_type: 'PROBABILITY', score_threshold: 0 } },
      ...{ do_not_store: true, span_annotations: false, client_token: 'c-2', session_id: null },
    })
    for (const headers of [
      { 'content-type': 'text/plain;charset=UTF-8' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'application/json; charset=UTF-8' },
    ]) {
      const reply = await post({ url: `${ANALYZE}?key=${client.key}`, payload, headers })
      assert.equal(reply.statusCode, 200, reply.body)
      assert.equal(reply.json().clientToken, 'c-2')
      assert.equal((await lastDecision()).text, null)
    }
  })

  it('200: doNotStore keeps the receipt, and nothing by which the text is found again', async () => {
    const comment = { text: SPAM }
    const reply = await client.analyze({ comment, doNotStore: true, communityId: 'a forum' })
    assert.equal(reply.statusCode, 200)
    const { text, site, spam_probability, decision_id } = await lastDecision()
    const { summaryScore } = reply.json().attributeScores.SPAM
    assert.deepEqual([text, site, spam_probability], [null, null, summaryScore.value])
    const row = await service.database.db
      .selectFrom('decision')
      .selectAll()
      .where('id', '=', decision_id)
      .executeTakeFirstOrThrow()
    assert.equal(row.text_digest, null)
    assert.equal(await client.used(), 1)
  })

  it('200: spans are sentences, in UTF-16 units, with what each adds to what is common', async () => {
    const first = '💸💸 You have won a prize!'
    const texts = [
      { text: HAM, sentences: [HAM] },
      { text: `  ${HAM}\n`, sentences: [HAM] },
      { text: `${first}  ${HAM}. Olá?\nmãe`, sentences: [first, `${HAM}.`, 'Olá?', 'mãe'] },
      { text: 'wow!Really, e.g. so. Win', sentences: ['wow!', 'Really, e.g. so.', 'Win'] },
      { text: '\u200b. \u200b', sentences: ['\u200b. \u200b'] },
    ]
    for (const { text, sentences } of texts) {
      const reply = await client.analyze({ comment: { text }, spanAnnotations: true })
      const { spanScores, summaryScore } = reply.json().attributeScores.SPAM
      assert.deepEqual(
        spanScores.map(({ begin, end }: Scored) => text.slice(begin, end)),
        sentences,
      )
      const { decision_id: id } = await lastDecision()
      const values = sentenceValues(await client.get(`/v1/decisions/${id}`), spanScores)
      for (const [i, value] of valuesOf(spanScores).entries()) {
        assert.ok(Math.abs(value - (values[i] ?? 0)) < 1e-9, `${value} ${values[i]}`)
      }
      if (sentences.length === 1) {
        assert.ok(Math.abs(spanScores[0].score.value - summaryScore.value) < 1e-9)
      }
    }
  })

  it('200: scores below the threshold are left out, and all of the attribute where none is left', async () => {
    const comment = { text: `${HAM}. ${SPAM}` }
    const scoresFrom = async (scoreThreshold: number, options = {}) => {
      const requestedAttributes = { SPAM: { scoreThreshold } }
      const reply = await client.analyze({ comment, requestedAttributes, ...options })
      return reply.json().attributeScores
    }
    const { SPAM: all } = await scoresFrom(0, { spanAnnotations: true })
    const { value } = all.summaryScore
    const values = valuesOf(all.spanScores)
    assert.deepEqual(await scoresFrom(value), await scoresFrom(0))
    assert.equal(await scoresFrom(value + 1e-9), undefined)
    const highest = Math.max(...values)
    assert.ok(Math.min(...values) < highest && highest <= value)
    const { SPAM: some } = await scoresFrom(highest, { spanAnnotations: true })
    assert.deepEqual(some.summaryScore, all.summaryScore)
    assert.deepEqual(
      valuesOf(some.spanScores),
      values.filter((one) => one === highest),
    )
    assert.equal(await client.used(), 5)
  })

  it('200: the same again under an Idempotency-Key costs nothing', async () => {
    const payload = { comment: { text: SPAM }, requestedAttributes: { SPAM: {} } }
    const headers = { 'idempotency-key': '"once"' }
    const once = () => post({ url: `${ANALYZE}?key=${client.key}`, payload, headers })
    const [first, second] = [await once(), await once()]
    assert.deepEqual(first.json(), second.json())
    assert.equal(await client.used(), 1)
  })
})

/** What a decision's own reasons say of each span. */
function sentenceValues({ bias, reasons }: Explained, spans: readonly Scored[]): number[] {
  const common = sumOf(reasons.filter(({ start }) => start === undefined)) + bias
  return spans.map(({ begin, end }) => {
    const own = reasons.filter(({ start = -1 }) => start >= begin && start < end)
    return 1 / (1 + Math.exp(-common - sumOf(own)))
  })
}

interface Explained {
  readonly bias: number
  readonly reasons: readonly { readonly contribution: number; readonly start?: number }[]
}

const sumOf = (reasons: Explained['reasons']) =>
  reasons.reduce((sum, { contribution }) => sum + contribution, 0)

describe('POST /v1alpha1/comments:suggestscore', () => {
  const suggest = (value: number | undefined, payload: object = {}) => {
    const attributeScores = { SPAM: { summaryScore: { value } } }
    return client.send('suggestscore', { comment: { text: SPAM }, attributeScores, ...payload })
  }

  it('200: corrects the decision on that text, for no unit', async () => {
    await client.analyze({ comment: { text: SPAM }, communityId: 'a forum' })
    const { decision_id: id } = await lastDecision()
    const reply = await suggest(0, { clientToken: 'comment:1', languages: ['en'] })
    assert.equal(reply.statusCode, 200, reply.body)
    assert.deepEqual(reply.json(), { clientToken: 'comment:1' })
    const { decision_id, decided, label, text, site } = await lastReport()
    const told = [id, 'spam', 'ham', null, 'a forum']
    assert.deepEqual([decision_id, decided, label, text, site], told)
    assert.equal(await client.used(), 1)
  })

  it('200: keeps a text that was never judged, or not to be kept then', async () => {
    await client.analyze({ comment: { text: SPAM }, doNotStore: true })
    const reply = await suggest(1, { communityId: 'a forum', context: { entries: [] } })
    assert.deepEqual([reply.statusCode, reply.json()], [200, {}])
    const { decision_id, label, text, source, site } = await lastReport()
    const told = [null, 'spam', SPAM, null, 'a forum']
    assert.deepEqual([decision_id, label, text, source, site], told)
  })

  it('200: spam from one half on; no value is 0', async () => {
    for (const [value, label] of [
      [0.5, 'spam'],
      [0.499, 'ham'],
      [1, 'spam'],
      [undefined, 'ham'],
    ] as const) {
      assert.equal((await suggest(value)).statusCode, 200)
      assert.equal((await lastReport()).label, label)
    }
  })
})

describe('GET /$discovery/rest', () => {
  it('200: leads generic clients to where it was asked for', async () => {
    const headers = { host: 'spam.example.org' }
    const url = '/$discovery/rest?version=v1alpha1&key=any'
    const reply = await service.app.inject({ url, headers })
    assert.equal(reply.statusCode, 200)
    const { rootUrl, resources, schemas } = reply.json()
    assert.equal(rootUrl, 'http://spam.example.org/')
    const { analyze, suggestscore } = resources.comments.methods
    assert.equal(analyze.path, ANALYZE.slice(1))
    assert.equal(suggestscore.path, 'v1alpha1/comments:suggestscore')
    assert.ok(schemas[analyze.request.$ref].properties.requestedAttributes)
    assert.ok(!reply.body.includes('"additionalProperties":false'))
  })
})
