import type { View } from './champion.ts'

/** A point of the ROC curve as it is drawn. */
export interface DrawnRate {
  readonly fpr: number
  readonly recall: number
}

/**
 * The ROC curve on a logarithmic axis, which has no zero: what blocks no honest text is drawn at
 * `least`, where the axis begins.
 */
export function drawnRoc(roc: View['roc'], least: number): readonly DrawnRate[] {
  return roc.map(({ fpr, recall }) => ({ fpr: Math.max(fpr, least), recall }))
}

/** Where an axis begins on which one honest text of so many can still be told from none. */
export function leastRate(ham: number): number {
  return 10 ** Math.floor(Math.log10(1 / Math.max(ham, 1)))
}

/** Powers of ten from `least` to 1. */
export function decades(least: number): readonly number[] {
  const first = Math.round(Math.log10(least))
  return Array.from({ length: 1 - first }, (_, i) => 10 ** (first + i))
}

/** The largest multiple of a tenth, at most 0.9, that no value lies below. */
export function floorOf(values: readonly number[]): number {
  const least = Math.min(...values, 0.9)
  // In whole tenths: 0.7 / 0.1 is a little less than 7.
  return Math.floor(least * 10 + 1e-9) / 10
}

/** Parts between the ticks of an axis that is one or two tenths long, where tenths would be too few. */
const FINE_PARTS: Readonly<Record<number, number>> = { 1: 5, 2: 4 }

/** Shares from a multiple of a tenth to 1, all equally far apart. */
export function evenTicks(floor: number): readonly number[] {
  const tenths = Math.round((1 - floor) * 10)
  const parts = FINE_PARTS[tenths] ?? tenths
  const hundredths = (tenths * 10) / parts
  return Array.from({ length: parts + 1 }, (_, i) => (100 - (parts - i) * hundredths) / 100)
}

/** A bin of the calibration plot: what was said, what was so, and what would be right. */
export interface DrawnBin {
  readonly predicted: number
  readonly seen: number | null
  readonly right: number
  readonly count: number
}

/** The bins that hold texts, between the ends of the diagonal. */
export function drawnBins(reliability: View['reliability']): readonly DrawnBin[] {
  const bins = reliability
    .filter(({ count }) => count > 0)
    .map(({ mean_predicted, spam_share, count }) => ({
      ...{ predicted: mean_predicted, seen: spam_share, right: mean_predicted, count },
    }))
  const end = (right: number) => ({ predicted: right, seen: null, right, count: 0 })
  return [end(0), ...bins, end(1)]
}
