import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isBlank, isLongerThan } from './decision.ts'

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
