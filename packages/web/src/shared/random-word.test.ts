import assert from 'node:assert/strict'
import { it } from 'node:test'
import { randomWord } from './random-word.ts'

it('a random word has 32 hexadecimal digits, and no two are the same', () => {
  const words = Array.from({ length: 1000 }, randomWord)
  for (const word of words) assert.match(word, /^[0-9a-f]{32}$/u)
  assert.equal(new Set(words).size, words.length)
})
