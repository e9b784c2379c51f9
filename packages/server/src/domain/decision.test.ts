import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../testing/any-text.ts'
import { firstCharacters, isBlank, isLongerThan } from './decision.ts'

describe('isBlank', () => {
  for (const text of ['', ' ', '\n\t\u00a0\u3000\ufeff']) {
    it(`${JSON.stringify(text)} is`, () => assert.ok(isBlank(text)))
  }
  it('a single character is not', () => assert.ok(!isBlank(' . ')))
})

describe('isLongerThan', () => {
  it('counts code points, not UTF-16 units', () => {
    assert.ok(!isLongerThan('😀'.repeat(10), 10))
    assert.ok(isLongerThan(`${'😀'.repeat(10)}a`, 10))
    assert.ok(isLongerThan('a'.repeat(21), 10))
    assert.ok(!isLongerThan('a'.repeat(10), 10))
  })
})

describe('firstCharacters', () => {
  it('are as many code points as there may be, of any text', () => {
    fc.assert(
      fc.property(anyText(), fc.nat(12), (text, limit) => {
        const cut = firstCharacters(text, limit)
        assert.equal(cut, [...text].slice(0, limit).join(''))
        assert.ok(!isLongerThan(cut, limit))
      }),
    )
  })
})
