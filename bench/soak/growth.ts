import { medianOf } from '../model/turns.ts'

/** One value of a series. */
export interface Point {
  /** Seconds since the beginning. */
  readonly at: number
  readonly value: number
}

/**
 * How much a series grows from the middle of its middle third to the middle of its last one, as a
 * ratio: the Theil-Sen slope over both thirds, times a third of the whole, beside the median of the
 * middle third. The first third is for engines to compile and for caches to fill. Neither a few
 * outliers nor the saw of a garbage collector moves it much. Cost: O(n^2) in time and memory.
 *
 * Source: P. K. Sen, Estimates of the regression coefficient based on Kendall's tau, 1968.
 *
 * @param points  In the order of time.
 * @returns 1 where it is level; `NaN` where there are too few points, one of them is missing, or the
 *   middle is zero.
 */
export function growthOf(points: readonly Point[]): number {
  const end = points.at(-1)?.at ?? 0
  const third = end / 3
  const settled = points.filter(({ at }) => at >= third)
  const middle = settled.filter(({ at }) => at < 2 * third)
  if (!settled.every(({ value }) => Number.isFinite(value))) return Number.NaN
  if (middle.length < 2 || settled.length - middle.length < 2) return Number.NaN
  const level = medianOf(middle.map(({ value }) => value))
  if (level === 0) return Number.NaN
  return 1 + (medianOf(slopesOf(settled)) * third) / level
}

/** Of each pair of points. */
function slopesOf(points: readonly Point[]): number[] {
  return points.flatMap((from, i) =>
    points.slice(i + 1).map((to) => (to.value - from.value) / (to.at - from.at)),
  )
}
