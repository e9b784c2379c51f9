import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Example } from '@hamlet/classifier'
import { bestHamWords } from './ham-words.ts'

const ham = (text: string): Example => ({ text, label: 'ham' })
const spam = (text: string): Example => ({ text, label: 'spam' })

describe('bestHamWords', () => {
  const examples = [
    ham("Mum, it's late. MUM!"),
    ham('mum is home'),
    ham('home at 5, call mum'),
    spam('call now, call late, is it free'),
    spam('call 0100 now'),
  ]

  it('ranks words by the log-odds of being in ham, each text counting a word once', () => {
    // (ham + 1) / (spam + 1): mum 4, home 3, at and it's 2; late and is 1 and 1.5; call 2/3.
    assert.deepEqual(bestHamWords(examples, 6), ['mum', 'home', 'at', "it's", 'is', 'late'])
    assert.deepEqual(bestHamWords(examples, 300).slice(6), ['call'])
  })

  it('does not depend on the order of the examples', () => {
    assert.deepEqual(bestHamWords(examples.toReversed(), 9), bestHamWords(examples, 9))
  })

  it('is no longer than asked, and empty without ham', () => {
    assert.deepEqual(bestHamWords(examples, 1), ['mum'])
    assert.deepEqual(bestHamWords([spam('call now')], 300), [])
    assert.deepEqual(bestHamWords([], 300), [])
  })
})
