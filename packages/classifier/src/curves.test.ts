import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { oneMinusAucPercent, precisionCurve, recallAtFpr, rocCurve } from './curves.ts'
import { measure, type Scored } from './metrics.ts'
import type { LogOdds } from './units.ts'

function scored(...logits: readonly (readonly ['ham' | 'spam', number])[]): Scored[] {
  return logits.map(([label, logit]) => ({ label, logit: logit as LogOdds }))
}

/*
 * 4 spam, 5 ham. Every figure below was counted by hand from this table, as a fraction; no library
 * was at hand. From the highest score down:
 *
 *   score       5    4    3      2    1    0     -1
 *   texts       s    s    h      s h  s    h     h h
 *   spam so far 1/4  2/4  2/4    3/4  4/4  4/4   4/4
 *   ham so far  0/5  0/5  1/5    2/5  2/5  3/5   5/5
 */
const TABLE = scored(
  ['ham', -1],
  ['spam', 5],
  ['ham', 2],
  ['spam', 2],
  ['ham', 0],
  ['spam', 1],
  ['ham', 3],
  ['spam', 4],
  ['ham', -1],
)

const anyScored = fc.array(
  fc.record({
    label: fc.constantFrom('ham' as const, 'spam' as const),
    logit: fc.integer({ min: -5, max: 5 }).map((value) => value as LogOdds),
  }),
  { maxLength: 40 },
)

describe('recallAtFpr', () => {
  for (const [fpr, recall, why] of [
    [0, 2 / 4, 'no ham may be blocked'],
    [0.19, 2 / 4, 'floor(0.95) is no ham'],
    [0.2, 2 / 4, 'the ham at 3 may be blocked, but that finds no spam'],
    [0.39, 2 / 4, 'the spam at 2 has the score of a second ham'],
    [0.4, 4 / 4, 'two ham may be blocked'],
    [1, 4 / 4, 'all may'],
  ] as const) {
    it(`is ${recall} at ${fpr}: ${why}`, () => {
      assert.equal(recallAtFpr(TABLE, fpr), recall)
    })
  }

  it('counts the ham that may be blocked in whole texts, however binary fractions round', () => {
    // 29 ham above the spam; 0.29 x 100 is 28.999999999999996.
    const ham = Array.from({ length: 100 }, (_, i) => ['ham', i < 29 ? 2 : 0] as const)
    assert.equal(recallAtFpr(scored(...ham, ['spam', 1]), 0.29), 1)
    assert.equal(recallAtFpr(scored(...ham, ['spam', 1]), 0.28), 0)
  })

  it('is 0 without spam and 1 without ham', () => {
    assert.equal(recallAtFpr([], 0.1), 0)
    assert.equal(recallAtFpr(scored(['ham', 1]), 0.1), 0)
    assert.equal(recallAtFpr(scored(['spam', 1], ['spam', -1]), 0), 1)
  })

  it('is what trying every threshold finds', () => {
    fc.assert(
      fc.property(anyScored, fc.integer({ min: 0, max: 20 }), (texts, twentieths) => {
        const ham = texts.filter(({ label }) => label === 'ham').map(({ logit }) => logit)
        const spam = texts.filter(({ label }) => label === 'spam').map(({ logit }) => logit)
        const recalls = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6]
          .filter((t) => 20 * ham.filter((one) => one >= t).length <= twentieths * ham.length)
          .map((t) => spam.filter((one) => one >= t).length / Math.max(spam.length, 1))
        assert.equal(recallAtFpr(texts, twentieths / 20), Math.max(...recalls))
      }),
    )
  })

  it('refuses what is not a share, and scores that are no numbers', () => {
    for (const bad of [-0.1, 1.1, Number.NaN]) {
      assert.throws(() => recallAtFpr(TABLE, bad), RangeError)
    }
    assert.throws(() => recallAtFpr(scored(['ham', Number.NaN]), 0.1), RangeError)
  })
})

describe('oneMinusAucPercent', () => {
  it('is 17.5 for the table: of 20 pairs 3 are in the wrong order and one is tied', () => {
    // Pairs a ham text wins: the ham at 3 over the spam at 2 and 1, the ham at 2 over the spam at 1;
    // it ties with the spam at 2. So 3.5 of 20 are lost.
    assert.ok(Math.abs(oneMinusAucPercent(measure(TABLE)) - 17.5) < 1e-12)
  })
})

describe('rocCurve', () => {
  it('goes through the corners of the table', () => {
    assert.deepEqual(rocCurve(TABLE), [
      { threshold: Infinity, fpr: 0, recall: 0 },
      // The spam at 5 lies on the way to the spam at 4.
      { threshold: 4, fpr: 0, recall: 2 / 4 },
      { threshold: 3, fpr: 1 / 5, recall: 2 / 4 },
      { threshold: 2, fpr: 2 / 5, recall: 3 / 4 },
      { threshold: 1, fpr: 2 / 5, recall: 4 / 4 },
      // The ham at 0 lies on the way to the last two.
      { threshold: -1, fpr: 1, recall: 1 },
    ])
  })

  it('encloses the area that ranks give', () => {
    const both = anyScored.filter((texts) => new Set(texts.map(({ label }) => label)).size === 2)
    fc.assert(
      fc.property(both, (texts) => {
        const points = rocCurve(texts)
        const area = points.reduce((sum, { fpr, recall }, i) => {
          const before = points[i - 1] ?? { fpr: 0, recall: 0 }
          return sum + ((fpr - before.fpr) * (recall + before.recall)) / 2
        }, 0)
        assert.ok(Math.abs(area - measure(texts).rocAuc) < 1e-9)
      }),
    )
  })

  it('is a point where there is nothing', () => {
    assert.deepEqual(rocCurve([]), [{ threshold: Infinity, fpr: 0, recall: 0 }])
  })
})

describe('precisionCurve', () => {
  it('holds the ratios of the table', () => {
    assert.deepEqual(precisionCurve(TABLE), [
      { threshold: 5, recall: 1 / 4, precision: 1 / 1 },
      { threshold: 4, recall: 2 / 4, precision: 2 / 2 },
      { threshold: 3, recall: 2 / 4, precision: 2 / 3 },
      { threshold: 2, recall: 3 / 4, precision: 3 / 5 },
      { threshold: 1, recall: 4 / 4, precision: 4 / 6 },
      // At 0 the recall is that of both neighbours.
      { threshold: -1, recall: 4 / 4, precision: 4 / 9 },
    ])
  })

  it('is empty where there is nothing', () => {
    assert.deepEqual(precisionCurve([]), [])
  })
})
