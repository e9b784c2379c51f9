import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { hashOfApiKey, hashOfCompatKey, isLikeApiKey, newApiKey } from './api-key-secrets.ts'
import { sha256 } from './digest.ts'

/** A key of nobody, and what is stored of it: SHA-256 of its text. */
const FROZEN = 'hk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA0c2b5986'
const FROZEN_HASH = 'ee6d160b6f69c93d34b6e3518207aa979563a43bafa9b5c54e7d087afcdea1b0'

describe('an API key', () => {
  it('has its form, 256 random bits, a prefix that is shown later, and the hash of its text', () => {
    const keys = Array.from({ length: 200 }, newApiKey)
    for (const { key, prefix, hash } of keys) {
      assert.match(key, /^hk_[A-Za-z0-9_-]{43}[0-9a-f]{8}$/u)
      assert.equal(prefix, key.slice(0, 11))
      assert.deepEqual(hash, sha256(key))
      assert.deepEqual(hashOfApiKey(key), hash)
      assert.ok(isLikeApiKey(key))
    }
    assert.equal(new Set(keys.map(({ key }) => key)).size, 200)
  })

  it('that was given out on the first day is still one', () => {
    assert.equal(Buffer.from(hashOfApiKey(FROZEN) ?? []).toString('hex'), FROZEN_HASH)
  })

  it('is refused with any one character mistyped', () => {
    const character = fc.oneof(
      fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'),
      fc.string({ minLength: 1, maxLength: 1 }),
    )
    const property = fc.property(fc.nat(FROZEN.length - 1), character, (place, other) => {
      const { key } = newApiKey()
      fc.pre(key[place] !== other)
      assert.equal(hashOfApiKey(key.slice(0, place) + other + key.slice(place + 1)), undefined)
    })
    fc.assert(property, { seed: 15, numRuns: 2000 })
  })

  it('is refused with two neighbours swapped', () => {
    const { key } = newApiKey()
    for (let i = 0; i + 1 < key.length; i++) {
      if (key[i] === key[i + 1]) continue
      const swapped = `${key.slice(0, i)}${key[i + 1]}${key[i]}${key.slice(i + 2)}`
      assert.equal(hashOfApiKey(swapped), undefined)
    }
  })

  it('is refused when it is cut short, or has something around it', () => {
    const { key } = newApiKey()
    const wrong = [`${key}0`, `${key}\n`, ` ${key}`, key.toUpperCase(), key.replace('hk_', 'hr_')]
    for (let length = 0; length < key.length; length++) wrong.push(key.slice(0, length))
    for (const text of wrong) assert.equal(hashOfApiKey(text), undefined)
  })

  it('is told from a token by how it begins', () => {
    for (const text of ['', 'hk', 'HK_', 'eyJhbGciOiJkaXIi', 'hr_x']) assert.ok(!isLikeApiKey(text))
    assert.ok(isLikeApiKey('hk_anything'))
  })
})

/** A compat key of nobody, and what is stored of it: SHA-256 of its text in small letters. */
const FROZEN_COMPAT = '0123456789abcdef0123456789abcdef'
const FROZEN_COMPAT_HASH = '3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9'

describe('a compat key', () => {
  it('has 32 hexadecimal digits, is random by itself, and is stored as the hash of its text', () => {
    const keys = Array.from({ length: 200 }, newApiKey)
    for (const { key, compatKey, compatHash } of keys) {
      assert.match(compatKey, /^[0-9a-f]{32}$/u)
      assert.deepEqual(compatHash, sha256(compatKey))
      assert.deepEqual(hashOfCompatKey(compatKey), compatHash)
      assert.ok(!key.includes(compatKey) && !isLikeApiKey(compatKey))
    }
    assert.equal(new Set(keys.map(({ compatKey }) => compatKey)).size, 200)
  })

  it('that was given out on the first day is still one, in capital letters, too', () => {
    for (const key of [FROZEN_COMPAT, FROZEN_COMPAT.toUpperCase()]) {
      assert.equal(Buffer.from(hashOfCompatKey(key) ?? []).toString('hex'), FROZEN_COMPAT_HASH)
    }
  })

  it('is refused when it is cut short, has something around it, or other characters', () => {
    const wrong = [`${FROZEN_COMPAT}0`, `${FROZEN_COMPAT}\n`, ` ${FROZEN_COMPAT}`, newApiKey().key]
    for (let length = 0; length < FROZEN_COMPAT.length; length++) {
      wrong.push(FROZEN_COMPAT.slice(0, length))
    }
    for (const other of ['g', '-', 'ａ', '\u0131']) wrong.push(other + FROZEN_COMPAT.slice(1))
    for (const text of wrong) assert.equal(hashOfCompatKey(text), undefined)
  })
})
