import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type LogOdds, type Probability, probabilityOf } from '@hamlet/classifier'
import fc from 'fast-check'
import { predictionsOf } from './hugging-face-predictions.ts'

const decision = (spamProbability: number) => ({
  ...{ id: '', label: 'ham', verdict: 'ham', modelVersion: '', source: undefined, site: undefined },
  ...{ text: undefined, spamProbability: spamProbability as Probability },
})

const scoresOf = (p: number, scores: 'probabilities' | 'log-odds') =>
  Object.fromEntries(
    predictionsOf(decision(p) as never, scores).map(({ label, score }) => [label, score]),
  )

describe('predictionsOf', () => {
  it('gives the probability to the bit, and what is left to 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => {
        assert.deepEqual(scoresOf(p, 'probabilities'), { spam: p, ham: 1 - p })
      }),
    )
  })

  it('begins with the label of the decision, which is spam from one half on', () => {
    for (const scores of ['probabilities', 'log-odds'] as const) {
      for (const [p, first] of [
        [0.499999, 'ham'],
        [0.5, 'spam'],
        [0, 'ham'],
        [1, 'spam'],
      ] as const) {
        const [one, other] = predictionsOf(decision(p) as never, scores)
        assert.equal(one?.label, first)
        assert.ok((one?.score ?? 0) >= (other?.score ?? 1))
      }
    }
  })

  it('gives log-odds from which the logistic function makes the probability again', () => {
    fc.assert(
      fc.property(fc.double({ min: -36, max: 36, noNaN: true }), (score) => {
        const p = probabilityOf(score as LogOdds)
        const { spam, ham } = scoresOf(p, 'log-odds')
        assert.equal(ham, 0 - Number(spam))
        const again = probabilityOf(spam as LogOdds)
        assert.ok(Math.abs(again - p) <= 4 * Number.EPSILON * Math.max(p, 1 - p), `${p} ${again}`)
      }),
    )
  })

  it('stays finite where the probability is 0 or 1', () => {
    for (const p of [0, Number.MIN_VALUE, 1 - Number.EPSILON / 2, 1]) {
      const { spam, ham } = scoresOf(p, 'log-odds')
      assert.ok(Number.isFinite(spam) && Number.isFinite(ham))
    }
    assert.deepEqual(scoresOf(0.5, 'log-odds'), { spam: 0, ham: 0 })
  })
})
