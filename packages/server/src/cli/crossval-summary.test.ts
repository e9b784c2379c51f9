import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type FoldResult, type Label, type LogOdds, measure } from '@hamlet/classifier'
import { summarise } from './crossval-summary.ts'

function text(label: Label, name: string, corpus = 'a.csv') {
  return { text: name, label, corpus }
}

function part(
  repeat: number,
  fold: number,
  ...scores: readonly (readonly [number, Label, number])[]
) {
  const scored = scores.map(([, label, logit]) => ({ label, logit: logit as LogOdds }))
  const rows = scores.map(([row]) => row)
  return { repeat, fold, rows, scored, metrics: measure(scored) } satisfies FoldResult
}

// Two parts, two repeats. In the first repeat the ham at row 2 is called spam.
const TEXTS = [
  text('spam', 'win'),
  text('ham', 'lunch'),
  text('ham', 'bill', 'b.csv'),
  text('spam', 'prize', 'b.csv'),
]
const RESULTS = [
  part(0, 0, [0, 'spam', 2], [2, 'ham', 3]),
  part(0, 1, [1, 'ham', -1], [3, 'spam', 1]),
  part(1, 0, [3, 'spam', 1], [1, 'ham', -2]),
  part(1, 1, [2, 'ham', -1], [0, 'spam', 4]),
]

describe('summarise', () => {
  const found = summarise(TEXTS, RESULTS)

  it('spreads over parts and repeats', () => {
    // Accuracies 1/2, 1, 1, 1: the mean is 7/8, the squares sum to 3/16, and 3/16 / 3 = 1/16.
    assert.deepEqual(found.metrics.accuracy, { mean: 7 / 8, sd: 1 / 4 })
    // Of the pairs of the first part none is in order.
    assert.equal(found.metrics.one_minus_auc_percent.mean, 25)
    assert.equal(found.metrics.recall_at_fpr_0_2_percent.mean, 3 / 4)
  })

  it('pools all repeats', () => {
    assert.deepEqual(found.confusion, {
      truePositives: 4,
      falsePositives: 1,
      trueNegatives: 3,
      falseNegatives: 0,
    })
    const counts = found.histogram.filter(({ ham, spam }) => ham + spam > 0)
    // Probabilities of the log-odds -2, -1, 1, 2, 3, 4: 0.119, 0.269, 0.731, 0.881, 0.953, 0.982.
    assert.deepEqual(
      counts.map(({ from, ham, spam }) => [from, ham, spam]),
      [
        [0.1, 1, 0],
        [0.25, 2, 0],
        [0.7, 0, 2],
        [0.85, 0, 1],
        [0.95, 1, 1],
      ],
    )
  })

  it('measures the texts of a file together in each repeat', () => {
    const [a, b] = found.corpora
    assert.deepEqual([a?.name, a?.n, a?.n_ham, a?.n_spam], ['a.csv', 2, 1, 1])
    assert.deepEqual(a?.metrics.accuracy, { mean: 1, sd: 0 })
    // Accuracies 1/2 and 1 in the two repeats.
    assert.deepEqual(b?.metrics.accuracy, { mean: 3 / 4, sd: Math.sqrt(1 / 8) })
    // Means over both files 3/4 and 1.
    assert.deepEqual(found.macro?.accuracy, { mean: 7 / 8, sd: Math.sqrt(1 / 32) })
  })

  it('names what was misjudged on the mean of its repeats', () => {
    assert.equal(found.mistakes.length, 1)
    const [{ text: wrong, spam_probability } = { text: '', spam_probability: 0 }] = found.mistakes
    assert.equal(wrong, 'bill')
    assert.ok(Math.abs(spam_probability - 1 / (1 + Math.exp(-1))) < 1e-12)
  })

  it('has no mean over files where there is one', () => {
    const one = TEXTS.map((each) => ({ ...each, corpus: 'a.csv' }))
    assert.equal(summarise(one, RESULTS).macro, undefined)
  })
})
