import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { sha256 } from './digest.ts'
import { childOf, newNonce, newRefreshToken, parseRefreshToken } from './refresh-tokens.ts'

const FORM = /^hr_[A-Za-z0-9_-]{43}$/u

describe('a refresh token', () => {
  it('has its form, 256 random bits, and the hash of its text', () => {
    const tokens = Array.from({ length: 200 }, newRefreshToken)
    for (const { token, hash } of tokens) {
      assert.match(token, FORM)
      assert.deepEqual(hash, sha256(token))
      assert.deepEqual(parseRefreshToken(token), { token, hash })
    }
    assert.equal(new Set(tokens.map(({ token }) => token)).size, 200)
  })

  it('that somebody shows is known by its form', () => {
    const { token } = newRefreshToken()
    const wrong = [
      `${token}A`,
      `${token}\n`,
      ` ${token}`,
      token.replace('hr_', 'hk_'),
      token.slice(3),
    ]
    for (let length = 0; length < token.length; length++) wrong.push(token.slice(0, length))
    for (const text of wrong) assert.equal(parseRefreshToken(text), undefined)
  })
})

describe('childOf', () => {
  const parent = parseRefreshToken(`hr_${'A'.repeat(43)}`)

  it('is frozen: sessions that live now go on after an upgrade', () => {
    assert.ok(parent)
    assert.deepEqual(childOf(parent, new Uint8Array(32)), {
      token: 'hr_jXK49qwVeZjpWiROcVxd1N5O03_1fiiqyCD5qTy-Fy8',
      hash: sha256('hr_jXK49qwVeZjpWiROcVxd1N5O03_1fiiqyCD5qTy-Fy8'),
    })
  })

  it('depends on the parent and on the nonce, and on nothing else', () => {
    const nonces = fc.uint8Array({ minLength: 32, maxLength: 32 })
    const property = fc.property(nonces, nonces, (a, b) => {
      assert.ok(parent)
      const child = childOf(parent, a)
      assert.match(child.token, FORM)
      assert.deepEqual(childOf(parent, Uint8Array.from(a)), child)
      assert.equal(childOf(parent, b).token === child.token, Buffer.compare(a, b) === 0)
      assert.notEqual(childOf(child, a).token, child.token)
    })
    fc.assert(property, { seed: 15 })
  })

  it('gets a nonce of 256 bits that is never the same', () => {
    assert.equal(newNonce().length, 32)
    assert.notDeepEqual(newNonce(), newNonce())
  })
})
