import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { removeDuplicates, stratifiedFolds } from './split.ts'

describe('removeDuplicates', () => {
  it('keeps the first of each text, in order', () => {
    const examples = [
      { text: 'a', n: 1 },
      { text: 'b', n: 2 },
      { text: 'a', n: 3 },
      { text: 'A', n: 4 },
    ]
    assert.deepEqual(
      removeDuplicates(examples).map(({ n }) => n),
      [1, 2, 4],
    )
  })
})

describe('stratifiedFolds', () => {
  const labels = fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 200 })

  it('deals each label as evenly as can be', () => {
    fc.assert(
      fc.property(labels, fc.integer({ min: 2, max: 7 }), fc.integer(), (isSpam, folds, seed) => {
        const foldOf = stratifiedFolds(isSpam, folds, seed)
        for (const wanted of [0, 1]) {
          const sizes = new Array<number>(folds).fill(0)
          for (const [i, label] of isSpam.entries()) {
            const fold = foldOf[i] ?? -1
            if (label === wanted) sizes[fold] = (sizes[fold] ?? Number.NaN) + 1
          }
          assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1)
        }
      }),
    )
  })

  it('deals anew for another seed, and the same for the same', () => {
    const isSpam = Array.from({ length: 100 }, (_, i) => i % 2)
    assert.deepEqual(stratifiedFolds(isSpam, 5, 1), stratifiedFolds(isSpam, 5, 1))
    assert.notDeepEqual(stratifiedFolds(isSpam, 5, 1), stratifiedFolds(isSpam, 5, 2))
  })

  for (const folds of [1, 0, 2.5, Number.NaN]) {
    it(`refuses ${folds} folds`, () => {
      assert.throws(() => stratifiedFolds([0, 1], folds, 1), RangeError)
    })
  }
})
