import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { openTestService, type TestService } from '../testing/harness.ts'

let service: TestService

before(async () => {
  service = await openTestService()
})
after(() => service.close())

const get = (url: string, headers: Readonly<Record<string, string>> = {}) =>
  service.app.inject({ url, headers })

describe('GET /app/', () => {
  it('200: the page, which is asked for anew each time, with all that a page should say', async () => {
    const { statusCode, headers, body } = await get('/app/')
    assert.equal(statusCode, 200)
    assert.equal(headers['content-type'], 'text/html; charset=utf-8')
    assert.equal(headers['cache-control'], 'no-cache')
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.match(body, /<div id="root">/u)
  })

  it('200: the same at any address below it, and without its slash', async () => {
    const bare = ({ body }: { readonly body: string }) => body.replace(/ nonce="[^"]*"/gu, '')
    const page = bare(await get('/app/'))
    for (const url of ['/app', '/app/log-in', '/app/history/7?label=spam']) {
      assert.equal(bare(await get(url)), page, url)
    }
  })

  it('200: lets in nothing inline but styles under a number that is used once', async () => {
    const nonces = new Set<string>()
    for (const url of ['/app/', '/app/', '/app/keys']) {
      const { headers, body } = await get(url)
      const policy = String(headers['content-security-policy'])
      assert.doesNotMatch(policy, /unsafe|https?:|\*/u)
      assert.match(policy, /default-src 'none'; script-src 'self';/u)
      const nonce = /style-src 'self' 'nonce-([\w-]{22})'/u.exec(policy)?.[1] ?? ''
      const named = [...body.matchAll(/ nonce="([^"]*)"/gu)].map(([, value]) => value)
      assert.ok(named.length > 1)
      assert.deepEqual(new Set(named), new Set([nonce]))
      nonces.add(nonce)
    }
    assert.equal(nonces.size, 3)
  })
})

describe('GET /app/assets/*', () => {
  const assetsOf = (body: string) =>
    [...body.matchAll(/(?:src|href)="(\/app\/assets\/[^"]*)"/gu)].map(([, url = '']) => url)

  it('200: every asset that the page names, to be kept for good', async () => {
    const assets = assetsOf((await get('/app/')).body)
    assert.ok(
      assets.some((url) => url.endsWith('.js')) && assets.some((url) => url.endsWith('.css')),
    )
    for (const url of assets) {
      const { statusCode, headers } = await get(url)
      assert.equal(statusCode, 200, url)
      assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable')
      assert.match(
        String(headers['content-security-policy']),
        /^default-src 'none'; script-src 'self';/u,
      )
    }
  })

  it('200: as they were compressed when the page was built', async () => {
    const script =
      assetsOf((await get('/app/')).body).find((url) => /index-.*\.js$/u.test(url)) ?? ''
    const plain = await get(script)
    assert.equal(plain.headers['content-encoding'], undefined)
    for (const [encoding, decode] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ] as const) {
      const packed = await get(script, { 'accept-encoding': encoding })
      assert.equal(packed.headers['content-encoding'], encoding)
      assert.match(String(packed.headers.vary), /accept-encoding/iu)
      assert.ok(packed.rawPayload.length < plain.rawPayload.length / 2)
      assert.equal(decode(packed.rawPayload).toString(), plain.body)
    }
  })

  it('404: what is not there, and what lies outside', async () => {
    for (const name of [
      'nope.js',
      '..%2fbuilt-from.txt',
      '%2e%2e%2fbuilt-from.txt',
      '..%5cindex.html',
    ]) {
      const { statusCode, headers } = await get(`/app/assets/${name}`)
      assert.ok([400, 403, 404].includes(statusCode), `${name} gives ${statusCode}`)
      assert.match(String(headers['content-type']), /^application\/problem\+json/u)
    }
  })
})

describe('GET /', () => {
  it('302: sends a browser to the page', async () => {
    const { statusCode, headers } = await get('/', { accept: 'text/html,*/*;q=0.8' })
    assert.equal(statusCode, 302)
    assert.equal(headers.location, '/app/')
  })
})
