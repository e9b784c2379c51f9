import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { moveLargestLast } from './largest.ts'

function largestFirst(values: readonly number[], count: number): readonly number[] {
  const order = Int32Array.from(values.keys())
  moveLargestLast(Float64Array.from(values), order, values.length, count)
  return [...order].reverse()
}

describe('moveLargestLast', () => {
  it('ranks by magnitude, and equals by their place', () => {
    assert.deepEqual(largestFirst([1, -3, 2, 3, -1], 5), [1, 3, 2, 0, 4])
  })

  it('agrees with sorting, as far as asked, and loses none', () => {
    const someEqual = fc.oneof(
      fc.double({ noNaN: true }),
      fc.integer({ min: -3, max: 3 }).map(Number),
    )
    fc.assert(
      fc.property(fc.array(someEqual, { maxLength: 70 }), fc.nat({ max: 70 }), (values, wanted) => {
        const count = Math.min(wanted, values.length)
        const sorted = [...values.keys()].sort(
          (a, b) => Math.abs(values[b] ?? 0) - Math.abs(values[a] ?? 0) || a - b,
        )
        const ranked = largestFirst(values, count)
        assert.deepEqual(ranked.slice(0, count), sorted.slice(0, count))
        assert.deepEqual([...ranked].sort(), [...values.keys()].sort())
      }),
    )
  })

  it('leaves indices beyond the length alone', () => {
    const order = Int32Array.of(0, 1, 7)
    moveLargestLast(Float64Array.of(2, 1), order, 2, 2)
    assert.deepEqual([...order], [1, 0, 7])
  })
})
