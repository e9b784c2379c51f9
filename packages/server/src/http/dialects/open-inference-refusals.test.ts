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
const INFER = '/v2/models/spam/infer'

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

const tensor = (data: unknown, changes: object = {}) => ({
  ...{ name: 'text', datatype: 'BYTES', data },
  shape: [Array.isArray(data) ? data.length : 1],
  ...changes,
})

/** Asks for all outputs of one tensor. */
const infer = (data: unknown, changes: object = {}, more: object = {}) =>
  post(INFER, { inputs: [tensor(data, changes)], ...more })

const usage = () => usedUnits(service, member)

function assertError(reply: LightMyRequestResponse, status: number, error: RegExp | string) {
  assert.equal(reply.statusCode, status, reply.body)
  assert.match(String(reply.headers['content-type']), /^application\/json\b/u)
  assert.deepEqual(Object.keys(reply.json()), ['error'])
  if (typeof error === 'string') assert.equal(reply.json().error, error)
  else assert.match(reply.json().error, error)
}

describe('POST /v2/models/spam/infer, refused', () => {
  it('400: names the tensor and the element; nothing is charged', async () => {
    const refused: readonly (readonly [data: unknown, changes: object, error: RegExp | string])[] =
      [
        [[HAM, ' '], {}, 'text[1] is empty'],
        [[HAM, 'a'.repeat(32_001)], {}, 'text[1] has more than 32000 characters'],
        [[HAM, 5], {}, 'text[1] must be a string'],
        [[HAM, null], {}, 'text[1] must be a string'],
        [[[HAM], HAM], { shape: [2, 1] }, 'text[0] must be a string'],
        [[[HAM], [HAM]], {}, 'text[0] must be a string'],
        [[[HAM, HAM]], { shape: [2, 1] }, 'text has 2 elements by its shape, but 1 in its data'],
        [[HAM], { shape: [2] }, 'text has 2 elements by its shape, but 1 in its data'],
        [[HAM, HAM], { shape: [1, 1] }, 'text has 1 elements by its shape, but 2 in its data'],
        [[], {}, 'text has no element'],
        [Array(1001).fill(HAM), {}, 'text has more than 1000 elements'],
        [[HAM, HAM], { shape: [1, 2] }, 'text must have the shape [n] or [n,1]'],
        [[HAM], { shape: [] }, 'text must have the shape [n] or [n,1]'],
        [[HAM], { shape: [1, 1, 1] }, 'text must have the shape [n] or [n,1]'],
        [[HAM], { shape: ['1'] }, 'text must have the shape [n] or [n,1]'],
        [[HAM], { shape: Array(100_000).fill('1') }, 'text must have the shape [n] or [n,1]'],
        [[HAM], { datatype: 'FP32' }, 'text must have the datatype BYTES'],
        [[HAM], { name: 'image' }, '#/inputs/0/name must be "text"'],
        [
          [HAM],
          { parameters: { content_type: 'pd' } },
          /^text must have the content_type str, np/u,
        ],
        [HAM, {}, '#/inputs/0/data must be array'],
        [undefined, {}, '#/inputs/0/data is missing'],
        [[HAM, 'half \ud83d'], {}, /^#\/inputs\/0\/data\/1 holds .* half of a surrogate pair$/u],
        [['nul \0'], {}, /^#\/inputs\/0\/data\/0 holds a NUL character/u],
      ]
    for (const [data, changes, error] of refused) {
      assertError(await infer(data, changes), 400, error)
    }
    assert.equal(await usage(), 0)
  })

  it('400: base64 that is not exact, or not UTF-8', async () => {
    const parameters = { content_type: 'base64' }
    for (const data of ['a', 'YQ', 'YQ=', 'YR==', 'Y Q==', 'YQ==\n', '-_8=', 'Olá']) {
      assertError(await infer(['YQ==', data], { parameters }), 400, 'text[1] is not base64')
    }
    assertError(await infer(['/w=='], { parameters }), 400, 'text[0] is not UTF-8')
    assertError(await infer(['IA=='], { parameters }), 400, 'text[0] is empty')
    assertError(await infer(['YQBi'], { parameters }), 400, /^text\[0\] holds a NUL character/u)
  })

  it('400: what else is wrong with a body', async () => {
    const names = 'label, spam_probability, verdict'
    const wrong = await infer([HAM], {}, { outputs: [{ name: 'label' }, { name: 'logits' }] })
    assertError(wrong, 400, `#/outputs/1/name must be one of ${names}`)
    const many = Array(4).fill({ name: 'label' })
    assertError(await infer([HAM], {}, { outputs: many }), 400, /^#\/outputs must NOT have more/u)
    assertError(await infer([HAM], {}, { id: 42 }), 400, /^#\/id must be string/u)
    assertError(await post(INFER, { inputs: [] }), 400, /^#\/inputs must NOT have fewer/u)
    const two = { inputs: [tensor([HAM]), tensor([HAM])] }
    assertError(await post(INFER, two), 400, /^#\/inputs must NOT have more/u)
    assertError(await post(INFER, ''), 400, '# must be object')
    assertError(await post(INFER, '{"inputs":'), 400, 'The body is not valid JSON.')
    const binary = { 'inference-header-content-length': '20' }
    assertError(await post(INFER, '{"inputs":[]}\0\0', binary), 400, /binary_data=False/u)
    assert.equal(await usage(), 0)
  })

  it('413: several megabytes are read, more than sixteen are not', async () => {
    await limitUnits(service, member, 1000)
    const data = Array.from({ length: 100 }, (_, i) => `${i} ${'word '.repeat(6000)}`)
    assert.equal((await infer(data)).statusCode, 200)
    assertError(await infer(['a'.repeat(16_777_216)]), 413, /more bytes than this route reads/u)
  })

  it('401, 403: somebody who cannot be named, or may not', async () => {
    const call = { method: 'POST', url: INFER, payload: { inputs: [tensor([HAM])] } } as const
    const reply = await service.app.inject(call)
    assertError(reply, 401, /^Send an access token or an API key/u)
    assert.equal(reply.headers['www-authenticate'], 'Bearer realm="hamlet"')
    const headers = { authorization: 'Bearer nonsense' }
    assertError(await service.app.inject({ ...call, headers }), 401, /unknown, expired or revoked/u)
    const payload = { name: 'reporter', scopes: ['reports'] }
    const { key } = (await post('/users/me/keys', payload)).json()
    const narrow = await service.app.inject({ ...call, headers: { 'x-api-key': key } })
    assertError(narrow, 403, /needs the scope "spam_ml"/u)
  })

  it('429: answers all texts or none; nothing is charged for none', async () => {
    await limitUnits(service, member, 2)
    const reply = await infer([SPAM, HAM, SPAM])
    assertError(reply, 429, /^Only 2 of the 2 units of this month are left/u)
    assert.equal(reply.headers['retry-after'], '1425600')
    assert.equal(await usage(), 0)
    assert.equal((await infer([SPAM, HAM])).statusCode, 200)
    assertError(await infer([SPAM]), 429, /^All 2 units of this month are used/u)
  })
})
