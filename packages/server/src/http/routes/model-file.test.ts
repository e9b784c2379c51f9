import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { decodeModel } from '@hamlet/classifier'
import { openTestService, signUp, type TestService } from '../../testing/harness.ts'

const URL_OF_FILE = '/v1/models/champion/file'
const MODEL = readFileSync(new URL('../../../../../models/default.hamlet', import.meta.url))
const SHA256 = createHash('sha256').update(MODEL).digest('hex')

let service: TestService

before(async () => {
  service = await openTestService()
})
after(() => service.close())

const get = (headers: Readonly<Record<string, string>> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  service.app.inject({ method, url: URL_OF_FILE, headers })

const isSame = (bytes: Uint8Array) => Buffer.compare(bytes, MODEL) === 0

describe('GET /v1/models/champion/file', () => {
  it('200: the very bytes, to anybody, under the name that decisions carry', async () => {
    const reply = await get()
    assert.equal(reply.statusCode, 200)
    assert.ok(isSame(reply.rawPayload))
    const { headers } = reply
    assert.equal(headers['content-type'], 'application/octet-stream')
    assert.equal(headers['content-length'], String(MODEL.length))
    assert.equal(headers['content-encoding'], undefined)
    assert.equal(headers.etag, `"${SHA256}"`)
    assert.equal(headers['cache-control'], 'no-cache')
    assert.equal(headers.vary, 'accept-encoding')
    assert.equal(headers['x-model-version'], decodeModel(MODEL).version)
    const member = await signUp(service.app)
    const payload = { text: 'Win a prize' }
    const options = {
      method: 'POST',
      url: '/v1/classify',
      headers: member.headers,
      payload,
    } as const
    const decision = (await service.app.inject(options)).json()
    assert.equal(headers['x-model-version'], decision.model_version)
  })

  it('200: compressed for those who read that, each coding under a tag of its own', async () => {
    for (const [coding, decode] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      const reply = await get({ 'accept-encoding': coding })
      assert.equal(reply.headers['content-encoding'], coding)
      assert.equal(reply.headers.etag, `"${SHA256}-${coding}"`)
      assert.equal(reply.headers.vary, 'accept-encoding')
      assert.equal(reply.headers['content-length'], String(reply.rawPayload.length))
      assert.ok(reply.rawPayload.length < MODEL.length / 2)
      assert.ok(isSame(decode(reply.rawPayload)))
    }
  })

  it('304: to those who have it, in any coding, and 200 to those who have another', async () => {
    for (const [known, etag] of [
      [`"${SHA256}"`, `"${SHA256}"`],
      [`W/"${SHA256}-gzip"`, `"${SHA256}-gzip"`],
      [`"a", "${SHA256}-br" , "b"`, `"${SHA256}-br"`],
      ['*', `"${SHA256}"`],
    ] as const) {
      const reply = await get({ 'if-none-match': known, 'accept-encoding': 'br' })
      assert.deepEqual([reply.statusCode, reply.body], [304, ''], known)
      const { headers } = reply
      assert.deepEqual([headers.etag, headers.vary], [etag, 'accept-encoding'])
      assert.equal(headers['cache-control'], 'no-cache')
      assert.equal(headers['content-encoding'], undefined)
    }
    for (const known of ['"a"', SHA256, '', `"${SHA256}-zstd"`]) {
      assert.equal((await get({ 'if-none-match': known })).statusCode, 200, known)
    }
  })
})

describe('HEAD /v1/models/champion/file', () => {
  it('200: what GET says, without the bytes', async () => {
    for (const coding of ['identity', 'br', 'gzip']) {
      const headers = { 'accept-encoding': coding }
      const [head, whole] = await Promise.all([get(headers, 'HEAD'), get(headers)])
      assert.deepEqual([head.statusCode, head.body], [200, ''])
      for (const name of ['etag', 'vary', 'content-encoding', 'content-length'] as const) {
        assert.equal(head.headers[name], whole.headers[name], name)
      }
    }
  })

  it('304: to those who have it', async () => {
    const reply = await get({ 'if-none-match': `"${SHA256}"` }, 'HEAD')
    assert.deepEqual([reply.statusCode, reply.body], [304, ''])
  })
})
