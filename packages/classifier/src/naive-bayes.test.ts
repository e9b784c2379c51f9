import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hashWord, wordSlot } from './hash.ts'
import { buildMatrix } from './matrix.ts'
import { bayesScore, trainBayes } from './naive-bayes.ts'
import type { Example } from './units.ts'

const BITS = 18
const EXAMPLES: readonly Example[] = [
  { text: 'free cash', label: 'spam' },
  { text: 'free', label: 'spam' },
  { text: 'home', label: 'ham' },
  { text: 'home', label: 'ham' },
  { text: 'free home', label: 'ham' },
]
const matrix = buildMatrix(EXAMPLES, { bits: BITS, gramSizes: [3], pairs: false })
const rows = [0, 1, 2, 3, 4]
const logit = (p: number): number => Math.log(p / (1 - p))

describe('trainBayes', () => {
  const alpha = 0.1
  const model = trainBayes(matrix, rows, { scope: 'words', alpha })
  const weightOf = (word: string): number =>
    model.weights[wordSlot(hashWord(word), 32 - BITS)] ?? Number.NaN

  it('gives each word the weight worked out by hand', () => {
    const weight = (inSpam: number, inHam: number): number =>
      logit((inSpam + alpha) / (2 + 2 * alpha)) - logit((inHam + alpha) / (3 + 2 * alpha))
    for (const [word, inSpam, inHam] of [
      ['free', 2, 1],
      ['cash', 1, 0],
      ['home', 0, 3],
    ] as const) {
      assert.ok(Math.abs(weightOf(word) - weight(inSpam, inHam)) < 1e-6, word)
    }
  })

  it('scores by Bayes: the log-odds of all presences and absences', () => {
    const p = (count: number, of: number): number => (count + alpha) / (of + 2 * alpha)
    const expected =
      Math.log(2 / 3) +
      Math.log(p(2, 2) / p(1, 3)) +
      Math.log((1 - p(1, 2)) / (1 - p(0, 3))) +
      Math.log((1 - p(0, 2)) / (1 - p(3, 3)))
    assert.ok(Math.abs(bayesScore(matrix, 1, model, 'words') - expected) < 1e-5)
  })

  it('reads n-grams only in scope all', () => {
    const used = (scope: 'words' | 'all'): number =>
      trainBayes(matrix, rows, { scope, alpha }).weights.filter((w) => w !== 0).length
    assert.equal(used('words'), 3)
    assert.ok(used('all') > 10)
  })
})
