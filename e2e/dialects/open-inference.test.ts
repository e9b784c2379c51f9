import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { call, type Person, signUp, usedUnits } from '../client.ts'
import { anyPlace } from '../places.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { rawRequest, sendRaw } from './raw-request.ts'

const QUOTA = 6
const OK = 'HTTP/1.1 200 OK'
const BAD_REQUEST = 'HTTP/1.1 400 Bad Request'

interface Stored {
  readonly items: readonly {
    readonly decision_id: string
    readonly text: string
    readonly label: string
    readonly verdict: string
    readonly spam_probability: number
    readonly model_version: string
  }[]
}

describe('the Open Inference Protocol, as its Python clients send it', () => {
  const scope = new AsyncDisposableStack()
  let server: RunningServer
  let person: Person

  before(async () => {
    const place = await anyPlace(scope)
    server = await startServer(scope, { ...place, MONTHLY_QUOTA: `${QUOTA}` })
    person = await signUp(server.url)
  })
  after(() => scope.disposeAsync())

  /** As `requests.post(url, json=InferenceRequest(...).dict())` of MLServer's documents sends it. */
  const byRequests = (body: string, path = '/v2/models/spam/infer') =>
    sendRaw(
      server.port,
      rawRequest(
        [
          `POST ${path} HTTP/1.1`,
          `Host: 127.0.0.1:${server.port}`,
          'User-Agent: python-requests/2.32.5',
          'Accept-Encoding: gzip, deflate',
          'Accept: */*',
          `Authorization: Bearer ${person.token}`,
          'Content-Type: application/json',
          'Connection: close',
        ],
        body,
      ),
    )

  /** As `tritonclient.http` sends it: no type, names of headers as they were given. */
  const byTriton = (verb: string, path: string, body: string, ...lines: readonly string[]) =>
    sendRaw(
      server.port,
      rawRequest(
        [
          `${verb} ${path} HTTP/1.1`,
          `Host: 127.0.0.1:${server.port}`,
          `authorization: Bearer ${person.token}`,
          ...lines,
          'Connection: close',
        ],
        body,
      ),
    )

  const stored = async (limit: number) =>
    (await call<Stored>(server.url, `/v1/decisions?limit=${limit}`, person)).body.items

  it("MLServer's StringCodec: [n,1], null for what is left out, ASCII only", async () => {
    const reply = await byRequests(
      '{"id": null, "parameters": null, "inputs": [{"name": "text", "shape": [2, 1], "datatype": "BYTES", ' +
        '"parameters": {"content_type": "str", "headers": null}, ' +
        '"data": ["WINNER!! Claim your \\u00a31000 prize now", "See you at six \\ud83d\\ude00"]}], "outputs": null}',
    )
    const [ham, spam] = await stored(2)
    assert.deepEqual(
      [spam?.text, ham?.text],
      ['WINNER!! Claim your £1000 prize now', 'See you at six 😀'],
    )
    assert.equal(reply.status, OK)
    assert.equal(reply.headers.get('content-type'), 'application/json; charset=utf-8')
    const id = reply.headers.get('x-request-id')
    assert.equal(
      reply.body,
      `{"model_name":"spam","model_version":"${spam?.model_version}","id":"${id}",` +
        `"parameters":{"decision_ids":"${spam?.decision_id},${ham?.decision_id}"},"outputs":[` +
        '{"name":"label","shape":[2,1],"datatype":"BYTES","parameters":{"content_type":"str"},"data":["spam","ham"]},' +
        `{"name":"spam_probability","shape":[2,1],"datatype":"FP64","data":[${spam?.spam_probability},${ham?.spam_probability}]},` +
        `{"name":"verdict","shape":[2,1],"datatype":"BYTES","parameters":{"content_type":"str"},"data":["${spam?.verdict}","${ham?.verdict}"]}]}`,
    )
  })

  it("MLServer's NumpyCodec and Base64Codec, in the version that its metadata names", async () => {
    const [last] = await stored(1)
    const versioned = `/v2/models/spam/versions/${last?.model_version}/infer`
    const numpy = await byRequests(
      '{"id": "np-1", "inputs": [{"name": "text", "shape": [1, 1], "datatype": "BYTES", ' +
        '"parameters": {"content_type": "np"}, "data": ["See you at six"]}], ' +
        '"outputs": [{"name": "spam_probability", "parameters": {"content_type": "np"}}]}',
      versioned,
    )
    const [ofNumpy] = await stored(1)
    assert.equal(
      numpy.body,
      `{"model_name":"spam","model_version":"${last?.model_version}","id":"np-1","parameters":{"decision_ids":"${ofNumpy?.decision_id}"},` +
        `"outputs":[{"name":"spam_probability","shape":[1,1],"datatype":"FP64","data":[${ofNumpy?.spam_probability}]}]}`,
    )
    const coded = Buffer.from('See you at six').toString('base64')
    const base64 = await byRequests(
      '{"inputs": [{"name": "text", "shape": [1, 1], "datatype": "BYTES", ' +
        `"parameters": {"content_type": "base64"}, "data": ["${coded}"]}], "outputs": [{"name": "spam_probability"}]}`,
    )
    assert.deepEqual(JSON.parse(base64.body).outputs[0].data, [ofNumpy?.spam_probability])
  })

  it("Triton's client: health, metadata, index, and inference without a content type", async () => {
    for (const path of ['/v2/health/live', '/v2/health/ready', '/v2/models/spam/ready']) {
      assert.equal((await byTriton('GET', path, '')).status, OK)
    }
    const { versions } = JSON.parse((await byTriton('GET', '/v2/models/spam', '')).body)
    const index = await byTriton('POST', '/v2/repository/index', '')
    assert.equal(
      index.body,
      `[{"name":"spam","version":"${versions[0]}","state":"READY","reason":""}]`,
    )
    const reply = await byTriton(
      'POST',
      '/v2/models/spam/infer',
      '{"id":"7","inputs":[{"name":"text","shape":[1,1],"datatype":"BYTES","data":["See you at six"]}],"parameters":{"binary_data_output":true}}',
    )
    const answer = JSON.parse(reply.body)
    assert.deepEqual([reply.status, answer.id, answer.outputs.length], [OK, '7', 3])
    assert.ok(!reply.headers.has('inference-header-content-length'))
  })

  it("400: Triton's binary tensors, which are its default, with what to do", async () => {
    const head =
      '{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":18}}],"parameters":{"binary_data_output":true}}'
    const reply = await byTriton(
      'POST',
      '/v2/models/spam/infer',
      `${head}\x0e\0\0\0See you at six`,
      `Inference-Header-Content-Length: ${head.length}`,
    )
    assert.equal(reply.status, BAD_REQUEST)
    assert.equal(
      reply.body,
      '{"error":"#/headers/inference-header-content-length announces binary tensors; send their data in the JSON (binary_data=False)"}',
    )
  })

  it('401, 404, 400, 429: refuses in the same form, and charges nothing', async () => {
    const json = { inputs: [{ name: 'text', shape: [1], datatype: 'BYTES', data: ['hello'] }] }
    const ask = (path: string, body: object, token = person.token) =>
      call<{ readonly error: string }>(server.url, path, { token, json: body })
    const path = '/v2/models/spam/infer'
    assert.equal((await ask(path, json, 'nonsense')).status, 401)
    assert.equal((await ask('/v2/models/spam/versions/3/infer', json)).status, 404)
    const malformed = await byRequests('{"inputs": [{"name": "text"')
    assert.deepEqual(
      [malformed.status, malformed.body],
      [BAD_REQUEST, '{"error":"The body is not valid JSON."}'],
    )
    assert.equal(await usedUnits(server.url, person.token), 5)
    assert.equal((await ask(path, json)).status, 200)
    const { status, body } = await ask(path, json)
    assert.equal(status, 429)
    assert.match(body.error, /^All 6 units of this month are used\./u)
  })
})
