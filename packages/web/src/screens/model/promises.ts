import { hamNeeded } from '@hamlet/classifier'
import type { ThresholdRow } from './champion.ts'

/** Shares of the honest messages that may be blocked at most, as one may want to promise them. */
export const TARGETS = [0.01, 0.005, 0.002, 0.001, 0.0001] as const

/** The confidence of every bound that the API gives. */
export const CONFIDENCE = 0.95

/** Whether something can be promised, and from where on. */
export type Promised =
  | { readonly kind: 'kept'; readonly maxFpr: number; readonly index: number }
  /** There are too few labelled honest texts to promise that, whatever the threshold. */
  | { readonly kind: 'missing'; readonly maxFpr: number; readonly texts: number }
  /** Even at the highest threshold that was looked at, too many honest texts reach it. */
  | { readonly kind: 'never'; readonly maxFpr: number }

/**
 * From which threshold on at most a share of the honest messages is blocked, by the upper
 * Clopper-Pearson bound at 95 %; or how many labelled honest texts are missing for that.
 *
 * @param rows  Thresholds rising, so that bounds fall.
 */
export function promiseOf(rows: readonly ThresholdRow[], ham: number, maxFpr: number): Promised {
  const index = rows.findIndex(({ fpr_bound }) => fpr_bound <= maxFpr)
  if (index !== -1) return { kind: 'kept', maxFpr, index }
  const texts = hamNeeded({ maxFpr, confidence: CONFIDENCE }) - ham
  return texts > 0 ? { kind: 'missing', maxFpr, texts } : { kind: 'never', maxFpr }
}

/** The row of a threshold, or the first one above it; the last one if there is none. */
export function indexAt(rows: readonly ThresholdRow[], logOdds: number): number {
  const index = rows.findIndex(({ log_odds }) => log_odds >= logOdds)
  return index === -1 ? rows.length - 1 : index
}
