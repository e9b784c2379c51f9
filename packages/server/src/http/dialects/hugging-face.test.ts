import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import {
  as,
  type Member,
  openTestService,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { limitUnits, usedUnits } from '../../testing/units-of.ts'

const SPAM = 'WINNER!! You have won a £1000 prize. Call 09061701461 now to claim.'
const HAM = 'See you at six, mum'
const JSON_TYPE = { 'content-type': 'application/json' }
const PATHS = ['/', '/models/hamlet', '/models/hamlet/spam', '/hf-inference/models/hamlet/spam']

let service: TestService
let member: Member

before(async () => {
  service = await openTestService()
})
beforeEach(async () => {
  member = await signUp(service.app)
})
after(() => service.close())

const post = (url: string, payload: object | string, headers = {}) =>
  service.app.inject(as(member, { method: 'POST', url, payload, headers }))

const ask = (inputs: unknown, parameters?: unknown) =>
  post('/models/hamlet/spam', { inputs, parameters })

const predict = (inputs: unknown, more: object = {}) => post('/predict', { inputs, ...more })

const get = (url: string) => service.app.inject(as(member, { url }))

const usage = () => usedUnits(service, member)

/** The probabilities of the texts judged so far, the oldest first. */
const probabilities = async () =>
  (await get('/v1/decisions'))
    .json()
    .items.map((one: { spam_probability: number }) => one.spam_probability)
    .reverse() as readonly number[]

function assertAnswer(reply: LightMyRequestResponse, status: number, body: unknown) {
  assert.equal(reply.statusCode, status, reply.body)
  assert.match(String(reply.headers['content-type']), /^application\/json\b/u)
  assert.deepEqual(reply.json(), body)
}

const asSpam = (p = 0) => [
  { label: 'spam', score: p },
  { label: 'ham', score: 1 - p },
]
const asHam = (p = 0) => asSpam(p).reverse()

describe('POST /models/{organization}/{name}', () => {
  it('200: a list of lists also for one text, under any name and at the bare host', async () => {
    for (const path of PATHS) {
      const reply = await post(path, { inputs: SPAM })
      const [p] = (await probabilities()).slice(-1)
      assertAnswer(reply, 200, [asSpam(p)])
      const [{ decision_id }] = (await get('/v1/decisions')).json().items
      assert.equal(reply.headers['x-decision-id'], decision_id)
    }
    assert.equal(await usage(), PATHS.length)
  })

  it('200: a list for each text, a unit each', async () => {
    const reply = await ask([HAM, SPAM])
    const [ham, spam] = await probabilities()
    assertAnswer(reply, 200, [asHam(ham), asSpam(spam)])
    assert.equal(reply.headers['x-decision-id'], undefined)
    assert.match(String(reply.headers['ratelimit']), /^"monthly";r=8;/u)
  })

  it('200: as many labels as are wanted, the likelier one first', async () => {
    for (const [top_k, count] of [
      [1, 1],
      [2, 2],
      [5, 2],
      [null, 2],
    ] as const) {
      const [labels] = (await ask(SPAM, { top_k })).json()
      assert.deepEqual([labels[0].label, labels.length], ['spam', count])
    }
  })

  it('200: the same probabilities by either function, and log-odds by none', async () => {
    for (const function_to_apply of ['sigmoid', 'softmax', null]) {
      const reply = await ask(SPAM, { function_to_apply, truncation: true })
      assertAnswer(reply, 200, [asSpam((await probabilities())[0])])
    }
    const [[spam, ham]] = (await ask(SPAM, { function_to_apply: 'none' })).json()
    const p = (await probabilities())[0] ?? 0
    assert.ok(Math.abs(1 / (1 + Math.exp(-spam.score)) - p) < 1e-12)
    assert.deepEqual(ham, { label: 'ham', score: -spam.score })
  })

  it('200: what clients send beside it is of no account', async () => {
    const options = { wait_for_model: true, use_cache: false }
    assert.equal((await post('/', { inputs: HAM, options, parameters: null })).statusCode, 200)
  })

  it('400: says in words what is wrong; nothing is charged', async () => {
    const error = (words: string) => ({ error: words })
    assertAnswer(await ask(' '), 400, error('#/inputs is empty'))
    assertAnswer(await ask([HAM, '']), 400, error('#/inputs/1 is empty'))
    const long = 'a'.repeat(32_001)
    assertAnswer(await ask([long]), 400, error('#/inputs/0 has more than 32000 characters'))
    assertAnswer(await ask([HAM, 5]), 400, error('#/inputs/1 must be string'))
    assertAnswer(await ask({ text: HAM }), 400, error('#/inputs must be string,array'))
    assertAnswer(await post('/', {}), 400, error('#/inputs is missing'))
    assertAnswer(await post('/', '{"inputs', JSON_TYPE), 400, error('The body is not valid JSON.'))
    assert.equal((await ask([])).statusCode, 400)
    assert.equal((await ask(Array(1001).fill(HAM))).statusCode, 400)
    assert.equal((await ask('nul \0')).statusCode, 400)
    const wrong = [{ top_k: 0 }, { top_k: 1.5 }, { function_to_apply: 'tanh' }, 5]
    for (const parameters of wrong) {
      const reply = await ask(HAM, parameters)
      assert.match(reply.json().error, /^#\/parameters/u)
      assert.equal(reply.statusCode, 400)
    }
    assert.equal(await usage(), 0)
  })

  it('401, 413, 415, 429: says in words what is refused', async () => {
    const stranger = { method: 'POST', url: '/', payload: { inputs: HAM } } as const
    const unnamed = await service.app.inject(stranger)
    assert.match(unnamed.json().error, /^Send an access token or an API key/u)
    assert.equal(unnamed.statusCode, 401)
    const vast = await ask('a'.repeat(16_777_216))
    assertAnswer(vast, 413, { error: 'The body has more bytes than this route reads.' })
    const form = await post('/', 'inputs=a', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    assertAnswer(form, 415, { error: 'This route does not read bodies of this Content-Type.' })
    await limitUnits(service, member, 1)
    const reply = await ask([HAM, SPAM])
    assert.match(reply.json().error, /^Only 1 of the 1 units of this month are left/u)
    assert.deepEqual([reply.statusCode, reply.headers['retry-after']], [429, '1425600'])
    assert.equal(await usage(), 0)
  })
})

describe('POST /predict', () => {
  it('200: flat for one text, alone or in a list; a list of lists for a batch', async () => {
    const replies = [await predict(SPAM), await predict([SPAM]), await predict([[SPAM]])]
    const [p] = await probabilities()
    assertAnswer(replies[0] as LightMyRequestResponse, 200, asSpam(p))
    assertAnswer(replies[1] as LightMyRequestResponse, 200, asSpam(p))
    assertAnswer(replies[2] as LightMyRequestResponse, 200, [asSpam(p)])
    const batch = await predict([[HAM], [SPAM]])
    const [ham, spam] = (await probabilities()).slice(-2)
    assertAnswer(batch, 200, [asHam(ham), asSpam(spam)])
    assert.equal(await usage(), 5)
  })

  it('200: raw scores are log-odds', async () => {
    const [spam, ham] = (await predict(SPAM, { raw_scores: true })).json()
    const p = (await probabilities())[0] ?? 0
    assert.ok(Math.abs(1 / (1 + Math.exp(-spam.score)) - p) < 1e-12)
    assert.deepEqual(ham, { label: 'ham', score: -spam.score })
  })

  it('200: cuts a text that is too long where that is wanted, from the side that is named', async () => {
    const long = `${'😀'.repeat(20_000)}${'b'.repeat(20_000)}`
    assert.equal((await predict(long, { truncate: true })).statusCode, 200)
    const left = { truncate: true, truncation_direction: 'Left' }
    assert.equal((await predict([[long], [HAM]], left)).statusCode, 200)
    const texts = (await get('/v1/decisions'))
      .json()
      .items.map(({ text }: { text: string }) => text)
    assert.deepEqual(texts.reverse(), [
      `${'😀'.repeat(20_000)}${'b'.repeat(12_000)}`,
      `${'😀'.repeat(12_000)}${'b'.repeat(20_000)}`,
      HAM,
    ])
  })

  it('refuses with a type for each kind of fault; nothing is charged', async () => {
    const long = 'a'.repeat(32_001)
    const many = '#/inputs holds several texts, not a single one'
    const refused: readonly (readonly [inputs: unknown, number, string, string])[] = [
      [[], 400, 'empty', 'Batch is empty'],
      ['', 400, 'empty', '#/inputs is empty'],
      [[[HAM], ['']], 400, 'empty', '#/inputs/1 is empty'],
      [long, 413, 'validation', '#/inputs has more than 32000 characters'],
      [
        Array(1001).fill([HAM]),
        413,
        'validation',
        'batch size 1001 > maximum allowed batch size 1000',
      ],
      [[HAM, SPAM], 422, 'tokenizer', many],
      [[HAM, SPAM, HAM], 422, 'tokenizer', many],
      [[[HAM], [HAM, SPAM]], 422, 'tokenizer', '#/inputs/1 holds several texts, not a single one'],
      [[[HAM], HAM], 422, 'tokenizer', '#/inputs/1 must be a text in a list'],
      [[[]], 422, 'tokenizer', '#/inputs/0 must be a text in a list'],
      [[5], 422, 'tokenizer', '#/inputs must be a text in a list'],
      [5, 422, 'tokenizer', '#/inputs must be string,array'],
      [undefined, 422, 'tokenizer', '#/inputs is missing'],
    ]
    for (const [inputs, status, error_type, error] of refused) {
      assertAnswer(await predict(inputs), status, { error, error_type })
    }
    const direction = await predict(HAM, { truncation_direction: 'up' })
    assert.deepEqual([direction.statusCode, direction.json().error_type], [422, 'tokenizer'])
    const json = await post('/predict', '{"inputs', JSON_TYPE)
    assertAnswer(json, 400, { error: 'The body is not valid JSON.', error_type: 'validation' })
    const unnamed = await service.app.inject({ method: 'POST', url: '/predict', payload: {} })
    assert.deepEqual(
      [unnamed.statusCode, Object.keys(unnamed.json())],
      [401, ['error', 'error_type']],
    )
    await limitUnits(service, member, 1)
    const reply = await predict([[HAM], [SPAM]])
    assert.deepEqual([reply.statusCode, reply.json().error_type], [429, 'overloaded'])
    assert.equal(await usage(), 0)
  })
})

describe('GET /health, GET /info', () => {
  it('200: nothing where all is well, and what the model is, to anybody', async () => {
    const health = await service.app.inject({ url: '/health' })
    assert.deepEqual([health.statusCode, health.body], [200, ''])
    const info = (await service.app.inject({ url: '/info' })).json()
    assert.match(info.model_sha, /^[0-9a-f]{12}$/u)
    assert.deepEqual(info.model_type.classifier.id2label, { 0: 'ham', 1: 'spam' })
    assert.deepEqual([info.max_input_length, info.max_client_batch_size], [32_000, 1000])
  })
})
