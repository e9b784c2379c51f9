import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { faultOfText, isLongerThan } from './row-fault.ts'

describe('faultOfText', () => {
  it('finds NUL characters and halves of surrogate pairs, and nothing else', () => {
    for (const text of ['\0', 'a\0b', '\ud83d', 'a\udcb8', '\udcb8\ud83d']) {
      assert.equal(faultOfText(text)?.code, 'not-unicode', JSON.stringify(text))
    }
    for (const text of ['a', '💸', '\u0001\u200b\ufeff\ufffe', 'olá']) {
      assert.equal(faultOfText(text), undefined, JSON.stringify(text))
    }
  })
})

describe('isLongerThan', () => {
  it('counts characters, of which some have two units', () => {
    for (const [text, length] of [
      ['abc', 3],
      ['💸💸💸', 3],
      ['a💸', 2],
      ['a\ud83d', 2],
    ] as const) {
      assert.equal(isLongerThan(text, length), false, text)
      assert.equal(isLongerThan(text, length - 1), true, text)
    }
  })
})
