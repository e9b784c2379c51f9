import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fprBound, hamNeeded } from '@hamlet/classifier'
import type { ThresholdRow } from './champion.ts'
import { indexAt, promiseOf } from './promises.ts'

/** Rows of thresholds 0, 1, 2, ... that block so many of `ham` honest texts. */
function rowsOf(ham: number, blocked: readonly number[]): ThresholdRow[] {
  return blocked.map((ham_blocked, log_odds) => ({
    ...{ log_odds, probability: 0.5, ham_blocked, spam_missed: 0, fpr: ham_blocked / ham },
    ...{ fpr_bound: fprBound(ham_blocked, ham), recall: 1, precision: 1, miss_rate: 0 },
  }))
}

describe('promiseOf', () => {
  const rows = rowsOf(3000, [90, 20, 2, 0])

  it('finds the least threshold whose bound, not whose rate, is within the share', () => {
    assert.equal(rows[2]?.fpr, 2 / 3000)
    assert.ok((rows[2]?.fpr_bound ?? 0) > 0.002)
    assert.deepEqual(promiseOf(rows, 3000, 0.002), { kind: 'kept', maxFpr: 0.002, index: 3 })
    assert.deepEqual(promiseOf(rows, 3000, 0.01), { kind: 'kept', maxFpr: 0.01, index: 1 })
  })

  it('says how many honest texts are missing: with so many more, and none blocked, it is kept', () => {
    const promised = promiseOf(rows, 3000, 0.0001)
    assert.equal(promised.kind, 'missing')
    const texts = promised.kind === 'missing' ? promised.texts : 0
    assert.equal(texts, hamNeeded({ maxFpr: 0.0001 }) - 3000)
    assert.ok(fprBound(0, 3000 + texts) <= 0.0001 && fprBound(0, 3000 + texts - 1) > 0.0001)
  })

  it('says so where there are enough, but every threshold blocks too many of them', () => {
    const bad = rowsOf(3000, [90, 30, 9])
    assert.deepEqual(promiseOf(bad, 3000, 0.001), { kind: 'never', maxFpr: 0.001 })
  })
})

describe('indexAt', () => {
  const rows = rowsOf(10, [3, 2, 1])

  it('finds a threshold, the next one, or the last', () => {
    assert.deepEqual(
      [-5, 0, 0.5, 2, 9].map((logOdds) => indexAt(rows, logOdds)),
      [0, 0, 1, 2, 2],
    )
  })
})
