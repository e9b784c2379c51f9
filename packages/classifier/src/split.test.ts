import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { groupedFolds, removeDuplicates, stratifiedFolds } from './split.ts'

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

/** How many rows of a label each fold holds. */
function foldSizes(foldOf: Int32Array, isSpam: readonly number[], folds: number, label: number) {
  const sizes = new Array<number>(folds).fill(0)
  for (const [row, fold] of foldOf.entries()) {
    if (isSpam[row] === label) sizes[fold] = (sizes[fold] ?? Number.NaN) + 1
  }
  return sizes
}

function spreadOf(sizes: readonly number[]): number {
  return Math.max(...sizes) - Math.min(...sizes)
}

describe('groupedFolds', () => {
  const folds = fc.integer({ min: 2, max: 7 })
  const rows = fc.array(
    fc.record({
      group: fc.integer({ min: 0, max: 30 }),
      isSpam: fc.integer({ min: 0, max: 1 }),
    }),
    { maxLength: 200 },
  )

  it('never lets a group straddle, and leaves no row out', () => {
    fc.assert(
      fc.property(rows, folds, fc.integer(), (table, count, seed) => {
        const groups = table.map(({ group }) => group)
        const foldOf = groupedFolds(
          groups,
          table.map(({ isSpam }) => isSpam),
          count,
          seed,
        )
        assert.equal(foldOf.length, table.length)
        assert.ok(foldOf.every((fold) => fold >= 0 && fold < count))
        const pairs = new Set(groups.map((group, row) => `${group} ${foldOf[row]}`))
        assert.equal(pairs.size, new Set(groups).size)
      }),
    )
  })

  it('differs by at most the largest group of a label, where groups are of one label', () => {
    fc.assert(
      fc.property(rows, folds, fc.integer(), (table, count, seed) => {
        const isSpam = table.map((row) => row.isSpam)
        const groups = table.map((row) => 2 * row.group + row.isSpam)
        const foldOf = groupedFolds(groups, isSpam, count, seed)
        for (const label of [0, 1]) {
          const sizes = new Map<number, number>()
          for (const [row, group] of groups.entries()) {
            if (isSpam[row] === label) sizes.set(group, (sizes.get(group) ?? 0) + 1)
          }
          const spread = spreadOf(foldSizes(foldOf, isSpam, count, label))
          assert.ok(spread <= Math.max(0, ...sizes.values()))
        }
      }),
    )
  })

  it('deals single rows as evenly as a stratified deal', () => {
    const isSpam = Array.from({ length: 103 }, (_, i) => (i % 7 === 0 ? 1 : 0))
    const foldOf = groupedFolds([...isSpam.keys()], isSpam, 5, 1)
    for (const label of [0, 1]) assert.ok(spreadOf(foldSizes(foldOf, isSpam, 5, label)) <= 1)
  })

  it('keeps size and share of spam near where groups hold both labels', () => {
    // 400 rows, every fourth spam, in 100 groups of 1 to 7 rows.
    const isSpam = Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 1 : 0))
    const groups = isSpam.map((_, i) => Math.floor(i / 7) * 2 + (i % 7 === 0 ? 1 : 0))
    for (const seed of [1, 2, 3, 4, 5]) {
      const foldOf = groupedFolds(groups, isSpam, 5, seed)
      assert.ok(spreadOf(foldSizes(foldOf, isSpam, 5, 0)) <= 3)
      assert.ok(spreadOf(foldSizes(foldOf, isSpam, 5, 1)) <= 3)
    }
  })

  it('deals anew for another seed, and the same for the same', () => {
    const isSpam = Array.from({ length: 100 }, (_, i) => i % 2)
    const groups = isSpam.map((_, i) => i >> 2)
    assert.deepEqual(groupedFolds(groups, isSpam, 5, 1), groupedFolds(groups, isSpam, 5, 1))
    assert.notDeepEqual(groupedFolds(groups, isSpam, 5, 1), groupedFolds(groups, isSpam, 5, 2))
  })

  it('refuses fewer than two folds', () => {
    assert.throws(() => groupedFolds([0, 1], [0, 1], 1, 1), RangeError)
  })
})
