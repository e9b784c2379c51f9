import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gramSlot, hashNumber, hashWord, pairSlot, shapeSlot, wordSlot } from './hash.ts'
import { sourceSlot } from './sources.ts'

const SHIFT = 14

// Model files store weights under these numbers: they must never change.
describe('the frozen hash', () => {
  for (const [word, hash] of [
    ['', 0x01234567],
    ['free', 0x6949c8c3],
    ['olá', 1251745717],
  ] as const) {
    it(`hashWord(${JSON.stringify(word)}) is ${hash}`, () => assert.equal(hashWord(word), hash))
  }

  it('gives numbers by their length, money apart', () => {
    assert.equal(hashNumber(4, true), -1971913678)
    assert.equal(hashNumber(11, false), 716350307)
    assert.equal(hashNumber(12, false), hashNumber(40, false))
  })

  it('takes slots from the high bits', () => {
    const free = hashWord('free')
    assert.equal(wordSlot(free, SHIFT), 87566)
    assert.equal(shapeSlot(free, SHIFT), 90142)
    assert.equal(pairSlot(free, hashWord('cash'), SHIFT), 75993)
    assert.equal(gramSlot(free, SHIFT), 107812)
  })

  it('sends a slot elsewhere for each source', () => {
    assert.equal(sourceSlot(12345, 1, SHIFT), 205881)
    assert.equal(sourceSlot(12345, 5, SHIFT), 4187)
  })
})
