/*
 * ECMAScript leaves the last place of `Math.exp` to the engine, and engines differ in it (V8 14 and
 * the V8 of Chromium 153 in one of ten arguments). This one is made of `+`, `-`, `*` and `/` only,
 * which IEEE 754 defines to the last bit.
 */

/** ln 2 in two parts: the first has so few bits that its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

/** Below this, e^x is less than half of the least number there is. */
const LEAST = -745.2

/** 2^-k by k. */
const HALVES: Float64Array = powersOfOneHalf(540)

function powersOfOneHalf(count: number): Float64Array {
  const powers = new Float64Array(count).fill(1)
  for (let k = 1; k < count; k++) powers[k] = 0.5 * (powers[k - 1] ?? 0)
  return powers
}

/** 1/k!, the coefficients of the power series, from k = 13 down to 0. */
const SERIES: readonly number[] = Array.from({ length: 14 }, (_, i) => 1 / factorial(13 - i))

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}

/**
 * e^x for x at most 0, the same to the last bit in every engine; within 1 unit in the last place of
 * the true value while that is a normal number.
 *
 * @param x  0 or less; `-Infinity` gives 0, and NaN gives NaN.
 *
 * Source: Cody and Waite 1980, "Software Manual for the Elementary Functions", chapter 6 (range
 * reduction with ln 2 in two parts), with the power series on |r| <= ln(2) / 2.
 */
export function expOfNegative(x: number): number {
  if (x < LEAST) return 0
  const exponent = Math.round(x * Math.LOG2E)
  const rest = x - exponent * LN2_HIGH - exponent * LN2_LOW
  let sum = 0
  for (const coefficient of SERIES) sum = sum * rest + coefficient
  // In two steps, of which only the last can round: 2^-1075 alone would be 0.
  const half = -exponent >> 1
  return sum * (HALVES[half] ?? 0) * (HALVES[-exponent - half] ?? 0)
}
