import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hex, utf8 } from './bytes.ts'
import { openSha256, sha256 } from './sha256.ts'

// FIPS 180-4 examples, and the one million times "a" of FIPS 180-2.
const VECTORS: readonly (readonly [text: string, digest: string])[] = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(1e6), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
]

describe('sha256', () => {
  for (const [text, digest] of VECTORS) {
    it(`of ${text.length} characters is ${digest.slice(0, 8)}...`, () => {
      assert.equal(hex(sha256(utf8(text))), digest)
    })
  }

  it('is the same in pieces, and may be asked in between', () => {
    const bytes = fc.uint8Array({ maxLength: 300 })
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const hash = openSha256()
        hash.update(a)
        assert.equal(hex(hash.digest()), createHash('sha256').update(a).digest('hex'))
        hash.update(b)
        assert.equal(hex(hash.digest()), createHash('sha256').update(a).update(b).digest('hex'))
      }),
    )
  })
})
