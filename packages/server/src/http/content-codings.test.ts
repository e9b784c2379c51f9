import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { buildCodings, type Coded } from './content-codings.ts'

const TEXT = 'to ham or not to ham, that is the question. '.repeat(2000)
const BYTES = Buffer.from(TEXT)

function decoded({ coding, bytes }: Coded): string {
  switch (coding) {
    case 'br':
      return brotliDecompressSync(bytes).toString()
    case 'gzip':
      return gunzipSync(bytes).toString()
    case 'identity':
      return Buffer.from(bytes).toString()
  }
}

describe('buildCodings', () => {
  for (const [accepted, coding] of [
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0.5', 'br'],
    ['BR', 'br'],
    ['*', 'br'],
    ['gzip', 'gzip'],
    ['gzip, br;q=0', 'gzip'],
    ['br; q=0.000, *', 'gzip'],
    ['deflate', 'identity'],
    ['identity', 'identity'],
    ['*;q=0', 'identity'],
    ['br;q=x', 'identity'],
    ['', 'identity'],
    [undefined, 'identity'],
  ] as const) {
    it(`gives ${coding} where "${accepted}" is read`, async () => {
      const choose = buildCodings(BYTES)
      await choose('br')
      const chosen = await choose(accepted)
      assert.equal(chosen.coding, coding)
      assert.equal(decoded(chosen), TEXT)
      if (coding !== 'identity') assert.ok(chosen.bytes.length < BYTES.length / 10)
    })
  }

  it('compresses once, and gives gzip to those who would wait for brotli otherwise', async () => {
    const choose = buildCodings(BYTES)
    const [first, second, patient] = [choose('gzip, br'), choose('gzip, br'), choose('br')]
    assert.equal((await first).coding, 'gzip')
    assert.equal((await first).bytes, (await second).bytes)
    const { bytes } = await patient
    assert.equal((await choose('gzip, br')).bytes, bytes)
  })
})
