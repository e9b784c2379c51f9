import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { isSameText, sha256 } from './digest.ts'

/** Source: NIST, FIPS 180-4 examples; the last one by `printf 'ção' | sha256sum`. */
const VECTORS: readonly (readonly [text: string, hex: string])[] = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['ção', '4ab2d81279c483cb89ff8224683c386fc9ad7837c9fe19a3f6c32af25384bdaf'],
]

describe('sha256', () => {
  for (const [text, hex] of VECTORS) {
    it(`of ${JSON.stringify(text.slice(0, 12))} is ${hex.slice(0, 8)}`, () => {
      assert.equal(Buffer.from(sha256(text)).toString('hex'), hex)
    })
  }
})

describe('isSameText', () => {
  it('is equality', () => {
    const property = fc.property(fc.string(), fc.string(), (a, b) => {
      assert.equal(isSameText(a, b), a === b)
      assert.ok(isSameText(a, `${a}`))
      assert.ok(!isSameText(a, `${a}x`))
    })
    fc.assert(property, { seed: 15 })
  })
})
