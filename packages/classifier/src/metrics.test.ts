import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { logLossOf, measure, type Scored } from './metrics.ts'
import type { LogOdds } from './units.ts'

function scored(...logits: readonly (readonly ['ham' | 'spam', number])[]): Scored[] {
  return logits.map(([label, logit]) => ({ label, logit: logit as LogOdds }))
}

// By hand: tp 2, fn 1, fp 1, tn 4.
const TABLE = scored(
  ['spam', 3],
  ['spam', 1],
  ['spam', -1],
  ['ham', 2],
  ['ham', -2],
  ['ham', -2],
  ['ham', -3],
  ['ham', -4],
)

function isNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`)
}

describe('measure', () => {
  const metrics = measure(TABLE)

  it('counts', () => {
    assert.deepEqual(metrics.confusion, {
      truePositives: 2,
      falsePositives: 1,
      trueNegatives: 4,
      falseNegatives: 1,
    })
    assert.deepEqual([metrics.n, metrics.ham, metrics.spam], [8, 5, 3])
  })

  it('agrees with the ratios worked out by hand', () => {
    isNear(metrics.accuracy, 6 / 8)
    isNear(metrics.precision, 2 / 3)
    isNear(metrics.recall, 2 / 3)
    isNear(metrics.f1, 2 / 3)
    isNear(metrics.fpr, 1 / 5)
    isNear(metrics.mcc, (2 * 4 - 1 * 1) / Math.sqrt(3 * 3 * 5 * 5))
  })

  it('ranks: of 15 pairs of spam and ham 13 are in order', () => {
    isNear(metrics.rocAuc, 13 / 15)
  })

  it('counts ties half when it ranks', () => {
    isNear(measure(scored(['spam', 1], ['ham', 1], ['ham', 0])).rocAuc, 0.75)
  })

  it('gives ln 2 and a calibrated half to the undecided', () => {
    const { logLoss, ece } = measure(scored(['spam', 0], ['ham', 0]))
    isNear(logLoss, Math.log(2))
    isNear(ece, 0)
  })

  it('bins probabilities for the calibration error', () => {
    const sure = 40
    isNear(measure(scored(['spam', sure], ['ham', sure], ['ham', -sure])).ece, 1 / 3)
  })

  it('keeps one confident error finite', () => {
    const loss = measure(scored(['ham', 1000])).logLoss
    assert.ok(loss > 16 && loss < 17)
  })

  it('is 0, or for ranks 0.5, where there is nothing to divide by', () => {
    const empty = measure([])
    assert.deepEqual([empty.accuracy, empty.mcc, empty.ece, empty.rocAuc], [0, 0, 0, 0.5])
    assert.equal(measure(scored(['ham', 5])).rocAuc, 0.5)
  })

  it('refuses scores that are not finite', () => {
    for (const bad of [Number.NaN, Infinity]) {
      assert.throws(() => measure(scored(['ham', bad])), RangeError)
    }
  })

  it('does not depend on order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(TABLE, { minLength: 8 }), (table) => {
        assert.deepEqual(measure(table).confusion, metrics.confusion)
        isNear(measure(table).rocAuc, metrics.rocAuc)
        isNear(measure(table).logLoss, metrics.logLoss)
      }),
    )
  })
})

describe('logLossOf', () => {
  it('is the mean of -ln of what the true label got', () => {
    const expected = (Math.log(1 + Math.exp(-2)) + Math.log(1 + Math.exp(-1))) / 2
    isNear(logLossOf(Float64Array.of(2, -1), Uint8Array.of(1, 0)), expected)
  })
})
