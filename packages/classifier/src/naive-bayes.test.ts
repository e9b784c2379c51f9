import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hashWord, wordSlot } from './hash.ts'
import { buildMatrix } from './matrix.ts'
import { type BayesOptions, bayesOf, bayesScore, countRows, withoutRows } from './naive-bayes.ts'
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
const train = (options: BayesOptions): Float32Array =>
  bayesOf(countRows(matrix, rows, options.scope), options)
const logit = (p: number): number => Math.log(p / (1 - p))
const weightIn = (weights: Float32Array, word: string): number =>
  weights[wordSlot(hashWord(word), 32 - BITS)] ?? Number.NaN

describe('bayesOf, bernoulli', () => {
  const alpha = 0.1
  const event = 'bernoulli'
  const model = train({ event, scope: 'words', alpha })

  it('gives each word the weight worked out by hand', () => {
    const weight = (inSpam: number, inHam: number): number =>
      logit((inSpam + alpha) / (2 + 2 * alpha)) - logit((inHam + alpha) / (3 + 2 * alpha))
    for (const [word, inSpam, inHam] of [
      ['free', 2, 1],
      ['cash', 1, 0],
      ['home', 0, 3],
    ] as const) {
      assert.ok(Math.abs(weightIn(model, word) - weight(inSpam, inHam)) < 1e-6, word)
    }
  })

  it('differs between two texts by the log-odds of their presences and absences', () => {
    const p = (count: number, of: number): number => (count + alpha) / (of + 2 * alpha)
    const present = (inSpam: number, inHam: number): number => Math.log(p(inSpam, 2) / p(inHam, 3))
    const absent = (inSpam: number, inHam: number): number =>
      Math.log((1 - p(inSpam, 2)) / (1 - p(inHam, 3)))
    const free = present(2, 1) + absent(1, 0) + absent(0, 3)
    const home = absent(2, 1) + absent(1, 0) + present(0, 3)
    const scores = [1, 2].map((row) => bayesScore(matrix, row, model, 'words'))
    assert.ok(Math.abs((scores[0] ?? 0) - (scores[1] ?? 0) - (free - home)) < 1e-5)
  })

  it('is scaled by 1 / sqrt of the features it reads', () => {
    const both = (weightIn(model, 'free') + weightIn(model, 'cash')) / Math.sqrt(2)
    assert.ok(Math.abs(bayesScore(matrix, 0, model, 'words') - both) < 1e-6)
  })

  it('reads n-grams only in scope all', () => {
    const used = (scope: 'words' | 'all'): number =>
      train({ event, scope, alpha }).filter((w) => w !== 0).length
    assert.equal(used('words'), 3)
    assert.ok(used('all') > 10)
  })
})

describe('bayesOf, multinomial', () => {
  const options = { event: 'multinomial', scope: 'words', alpha: 1 } as const
  const model = train(options)
  // Three words in all; the two spam texts have 3 words, the three ham texts 4.
  const WEIGHTS = {
    free: Math.log((2 + 1) / (3 + 3)) - Math.log((1 + 1) / (4 + 3)),
    cash: Math.log((1 + 1) / (3 + 3)) - Math.log((0 + 1) / (4 + 3)),
    home: Math.log((0 + 1) / (3 + 3)) - Math.log((3 + 1) / (4 + 3)),
  }

  it('gives each word the weight worked out by hand', () => {
    for (const [word, weight] of Object.entries(WEIGHTS)) {
      assert.ok(Math.abs(weightIn(model, word) - weight) < 1e-6, word)
    }
  })

  it('scores by the words that are there, scaled by 1 / sqrt of their number', () => {
    const expected = (WEIGHTS.free + WEIGHTS.cash) / Math.sqrt(2)
    assert.ok(Math.abs(bayesScore(matrix, 0, model, 'words') - expected) < 1e-6)
  })

  it('gives a word that it has not seen no weight', () => {
    assert.equal(weightIn(model, 'unseen'), 0)
  })

  it('counts a word once per text', () => {
    const twice = EXAMPLES.map((one) => ({ ...one, text: `${one.text} ${one.text}` }))
    const features = { bits: BITS, gramSizes: [3], pairs: false }
    const counts = countRows(buildMatrix(twice, features), rows, options.scope)
    assert.deepEqual(bayesOf(counts, options), model)
  })
})

describe('withoutRows', () => {
  it('unlearns rows by subtraction, to the last bit of what is made of the counts', () => {
    const kept = [0, 2, 4]
    for (const scope of ['words', 'all'] as const) {
      const all = countRows(matrix, rows, scope)
      const left = withoutRows(all, matrix, [1, 3], scope)
      const never = countRows(matrix, kept, scope)
      assert.deepEqual(left, never)
      assert.deepEqual(all, countRows(matrix, rows, scope))
      for (const event of ['multinomial', 'bernoulli'] as const) {
        const options = { event, scope, alpha: 0.3 }
        assert.deepEqual(bayesOf(left, options), bayesOf(never, options))
        assert.notDeepEqual(bayesOf(all, options), bayesOf(never, options))
      }
    }
  })
})
