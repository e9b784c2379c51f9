import assert from 'node:assert/strict'
import { it } from 'node:test'
import { asFromJson, joinToLength, readUnits, repeatToLength } from './texts.ts'

it('joins texts to one length and drops the rest', () => {
  assert.deepEqual(joinToLength(['abc', 'de', 'fgh'], 4), ['abc\n', 'de\nf'])
  assert.deepEqual(joinToLength(['abc'], 4), [])
})

it('repeats a piece to a length, cutting the last one', () => {
  assert.equal(repeatToLength('ab ', 7), 'ab ab a')
})

it('reads every unit of every text', () => {
  assert.equal(readUnits(['ab', '\u{1F600}']), 97 + 98 + 0xd83d + 0xde00)
})

it('gives the same texts as they would come out of JSON', () => {
  const texts = ['plain', '£ and \u{1F600}', 'a\u0301\n']
  assert.deepEqual(asFromJson(texts), texts)
})
