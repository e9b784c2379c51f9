import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import type { ModelVersion } from '../../domain/units.ts'
import { keepModel } from '../../store/models.ts'
import {
  as,
  type Member,
  openTestService,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { smallModel } from '../../testing/small-model.ts'
import { usedUnits } from '../../testing/units-of.ts'

const SPAM = 'WINNER!! You have won a £1000 prize. Call 09061701461 now to claim.'
const HAM = 'See you at six, mum'
const INFER = '/v2/models/spam/infer'
const NAMES = ['label', 'spam_probability', 'verdict']

let service: TestService
let member: Member
let champion: ModelVersion

before(async () => {
  service = await openTestService()
  champion = (await get('/v2/models/spam')).json().versions[0]
})
beforeEach(async () => {
  await service.database.db.deleteFrom('model').where('version', '!=', champion).execute()
  member = await signUp(service.app)
})
after(() => service.close())

const get = (url: string) => service.app.inject({ url })

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

const decisions = async () =>
  (await service.app.inject(as(member, { url: '/v1/decisions' }))).json().items

function assertError(reply: LightMyRequestResponse, status: number, error: RegExp | string) {
  assert.equal(reply.statusCode, status, reply.body)
  assert.match(String(reply.headers['content-type']), /^application\/json\b/u)
  assert.deepEqual(Object.keys(reply.json()), ['error'])
  if (typeof error === 'string') assert.equal(reply.json().error, error)
  else assert.match(reply.json().error, error)
}

describe('GET /v2', () => {
  it('200: says that it is live and ready, and what it is, to anybody', async () => {
    assert.deepEqual((await get('/v2/health/live')).json(), { live: true })
    assert.deepEqual((await get('/v2/health/ready')).json(), { ready: true })
    assert.deepEqual((await get('/v2/models/spam/ready')).json(), { name: 'spam', ready: true })
    const about = { name: 'Hamlet', version: '0.1.0', extensions: [] }
    for (const url of ['/v2', '/v2/']) assert.deepEqual((await get(url)).json(), about)
  })

  it('200: the metadata of the model and of its versions', async () => {
    const metadata = {
      ...{ name: 'spam', versions: [champion], platform: 'spam_linear' },
      inputs: [
        { name: 'text', datatype: 'BYTES', shape: [-1], parameters: { content_type: 'str' } },
      ],
      outputs: [
        { name: 'label', datatype: 'BYTES', shape: [-1] },
        { name: 'spam_probability', datatype: 'FP64', shape: [-1] },
        { name: 'verdict', datatype: 'BYTES', shape: [-1] },
      ],
    }
    for (const path of ['/v2/models/spam', `/v2/models/spam/versions/${champion}`]) {
      assert.deepEqual((await get(path)).json(), metadata)
      assert.equal((await get(`${path}/ready`)).statusCode, 200)
    }
  })

  it('404: another model, another version, anything else', async () => {
    assertError(await get('/v2/models/ham'), 404, 'Model ham not found')
    assertError(await get('/v2/models/ham/ready'), 404, 'Model ham not found')
    for (const path of ['/v2/models/spam/versions/3', '/v2/models/spam/versions/3/ready']) {
      assertError(await get(path), 404, 'Model spam with version 3 not found')
    }
    assertError(await get('/v2/models/spam/config'), 404, /nothing under this method and path/u)
  })
})

describe('POST /v2/repository', () => {
  it('200: lists the model to anybody, whatever is sent or nothing', async () => {
    const listed = [{ name: 'spam', version: champion, state: 'READY', reason: '' }]
    for (const payload of ['', '{}', '{"ready":true}']) {
      const url = '/v2/repository/index'
      const reply = await service.app.inject({ method: 'POST', url, payload })
      assert.deepEqual(reply.json(), listed)
    }
  })

  it('200: what is loaded can be loaded; 400: it stays so; 404: no other is here', async () => {
    const loaded = await post('/v2/repository/models/spam/load', {})
    assert.deepEqual([loaded.statusCode, loaded.body], [200, ''])
    assertError(await post('/v2/repository/models/spam/unload', {}), 400, /stays loaded/u)
    for (const act of ['load', 'unload']) {
      assertError(await post(`/v2/repository/models/x/${act}`, {}), 404, 'Model x not found')
      const url = `/v2/repository/models/spam/${act}`
      assertError(await service.app.inject({ method: 'POST', url }), 401, /^Send an access token/u)
    }
  })
})

describe('POST /v2/models/spam/infer', () => {
  it('200: the outputs that were asked for, in their order, a unit for each text', async () => {
    const outputs = [{ name: 'spam_probability' }, { name: 'label' }, { name: 'label' }]
    const reply = await infer([SPAM, HAM], {}, { id: '42', outputs })
    assert.equal(reply.statusCode, 200)
    assert.match(String(reply.headers['ratelimit']), /^"monthly";r=8;/u)
    const [ham, spam] = await decisions()
    assert.deepEqual(reply.json(), {
      ...{ model_name: 'spam', model_version: champion, id: '42' },
      parameters: { decision_ids: `${spam.decision_id},${ham.decision_id}` },
      outputs: [
        {
          ...{ name: 'spam_probability', shape: [2], datatype: 'FP64' },
          data: [spam.spam_probability, ham.spam_probability],
        },
        {
          ...{ name: 'label', shape: [2], datatype: 'BYTES', data: ['spam', 'ham'] },
          parameters: { content_type: 'str' },
        },
      ],
    })
    assert.deepEqual([spam.text, ham.text, await usage()], [SPAM, HAM, 2])
  })

  it('200: all outputs when none is named, and an id where none was sent', async () => {
    for (const more of [{}, { outputs: [] }, { id: null, parameters: null, outputs: null }]) {
      const reply = (await infer([HAM], {}, more)).json()
      assert.deepEqual(
        reply.outputs.map(({ name }: { name: string }) => name),
        NAMES,
      )
      assert.deepEqual(reply.outputs[2].data, ['ham'])
      assert.match(reply.id, /^[0-9a-f-]{36}$/u)
    }
  })

  it('200: one or two dimensions, flat or nested, answered in the same shape', async () => {
    const shapes = [
      [[SPAM, HAM], [2]],
      [
        [SPAM, HAM],
        [2, 1],
      ],
      [
        [[SPAM], [HAM]],
        [2, 1],
      ],
    ] as const
    for (const [data, shape] of shapes) {
      const { outputs } = (await infer(data, { shape })).json()
      assert.deepEqual(outputs[0].data, ['spam', 'ham'])
      for (const output of outputs) assert.deepEqual(output.shape, shape)
    }
  })

  it('200: strings as they are, those of NumPy, and base64, by tensor or by request', async () => {
    const text = 'Olá 😀, até às 6'
    const coded = Buffer.from(text).toString('base64')
    const inBase64 = { parameters: { content_type: 'base64' } }
    const calls = [
      await infer([text], { parameters: { content_type: 'str', headers: null } }),
      await infer([text], { parameters: { content_type: 'np' } }),
      await infer([text], { parameters: { content_type: 'str' } }, inBase64),
      await infer([coded], inBase64),
      await infer([coded], {}, inBase64),
      await infer([coded], { parameters: { content_type: null } }, inBase64),
      await infer([coded]),
    ]
    for (const reply of calls) assert.equal(reply.statusCode, 200, reply.body)
    const texts = (await decisions()).map((one: { text: string }) => one.text).reverse()
    assert.deepEqual(texts, [text, text, text, text, text, text, coded])
  })

  it('200: whatever type is named, or none, as the clients of Triton do', async () => {
    const payload = JSON.stringify({ inputs: [tensor([HAM])] })
    for (const type of ['application/octet-stream', 'text/plain', undefined]) {
      const headers = type === undefined ? {} : { 'content-type': type }
      assert.equal((await post(INFER, payload, headers)).statusCode, 200)
    }
  })

  it('200: judges by the version that the path names, and records it', async () => {
    const former = smallModel()
    await keepModel(service.database.db, former, 'file', new Date('2026-01-01'))
    const at = `/v2/models/spam/versions/${former.version}`
    assert.deepEqual((await get(at)).json().versions, [former.version, champion])
    assert.equal((await get(`${at}/ready`)).statusCode, 200)
    const body = { inputs: [tensor([SPAM])] }
    const reply = (await post(`${at}/infer`, body)).json()
    assert.equal(reply.model_version, former.version)
    const [stored] = await decisions()
    assert.equal(stored.model_version, former.version)
    assert.deepEqual(reply.outputs[1].data, [stored.spam_probability])
    const other = (await post(INFER, body)).json()
    assert.equal(other.model_version, champion)
    assert.notDeepEqual(other.outputs[1].data, reply.outputs[1].data)
  })

  it('400: an idempotency key that came with another version; the same one is repeated', async () => {
    const former = smallModel()
    await keepModel(service.database.db, former, 'file', new Date('2026-01-01'))
    const infer = (version: string) =>
      post(
        `/v2/models/spam/versions/${version}/infer`,
        { id: '1', inputs: [tensor([SPAM])] },
        { 'idempotency-key': 'one' },
      )
    const first = await infer(former.version)
    assert.equal((await infer(former.version)).body, first.body)
    assertError(await infer(champion), 400, /idempotency-key belongs to another request$/u)
    assert.equal(await usage(), 1)
  })

  it('404: another model or version; nothing is charged', async () => {
    const body = { inputs: [tensor([HAM])] }
    assertError(await post('/v2/models/ham/infer', body), 404, 'Model ham not found')
    for (const version of ['3', '0'.repeat(12)]) {
      const error = `Model spam with version ${version} not found`
      assertError(await post(`/v2/models/spam/versions/${version}/infer`, body), 404, error)
    }
    assert.equal(await usage(), 0)
  })
})
