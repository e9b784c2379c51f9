import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { expOfNegative } from './exp.ts'
import { openRandom } from './random.ts'

// The true values, rounded once, to 17 digits: e^-1 is OEIS A068985, the others by 40-digit decimal
// arithmetic (Python 3.11, decimal.Decimal(x).exp()).
const KNOWN: readonly (readonly [x: number, value: number])[] = [
  [0, 1],
  [-1, 0.36787944117144233],
  [-0.5, 0.6065306597126334],
  [-10, 4.5399929762484854e-5],
  [-100, 3.720075976020836e-44],
  [-700, 9.8596765437597708e-305],
  [-745.1, 5e-324],
  [-746, 0],
  [-Infinity, 0],
  [Number.NaN, Number.NaN],
]

describe('expOfNegative', () => {
  for (const [x, value] of KNOWN) {
    it(`is ${value} at ${x}, but for one unit in the last place`, () => {
      const actual = expOfNegative(x)
      const isNear = Math.abs(actual - value) <= value * Number.EPSILON
      assert.ok(Object.is(actual, value) || isNear, `${actual}`)
    })
  }

  it('is within one unit in the last place of what this engine has', () => {
    const random = openRandom(1)
    for (let i = 0; i < 100_000; i++) {
      const x = -700 * random() ** 3
      const expected = Math.exp(x)
      const units = Math.abs(expOfNegative(x) - expected) / (expected * Number.EPSILON)
      assert.ok(units <= 2, `${x}: ${units}`)
    }
  })
})
