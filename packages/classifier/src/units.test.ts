import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openRandom } from './random.ts'
import { type LogOdds, probabilityOf } from './units.ts'

const random = openRandom(1)
const EXTREMES = [0, Number.MIN_VALUE, Number.EPSILON, 36, 37, 709, 745, 746, 1e308, Infinity]

/** Of every size from 1e-10 to 1e10, most of them where the probability changes. */
const LOGITS = [
  ...Array.from({ length: 5000 }, () => 60 * random() - 30),
  ...Array.from({ length: 1000 }, () => 10 ** (20 * random() - 10)).flatMap((z) => [z, -z]),
  ...EXTREMES.flatMap((z) => [z, -z]),
] as LogOdds[]

describe('probabilityOf', () => {
  it('never falls when the log-odds rise', () => {
    const probabilities = LOGITS.toSorted((a, b) => a - b).map(probabilityOf)
    for (const [i, probability] of probabilities.entries()) {
      assert.ok(probability >= (probabilities[i - 1] ?? 0), `${probability}`)
    }
    assert.ok(new Set(probabilities).size > 5000)
  })

  it('stays within 0 and 1', () => {
    for (const logit of LOGITS) {
      const probability = probabilityOf(logit)
      assert.ok(probability >= 0 && probability <= 1, `${logit}: ${probability}`)
    }
  })

  for (const [logit, probability] of [
    [-Infinity, 0],
    [-1e308, 0],
    [0, 0.5],
    [1e308, 1],
    [Infinity, 1],
  ] as const) {
    it(`is ${probability} at ${logit}`, () => {
      assert.equal(probabilityOf(logit as LogOdds), probability)
    })
  }
})
