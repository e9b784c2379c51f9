import { fitLogistic } from './logistic.ts'
import type { Bands } from './model.ts'
import type { LogOdds } from './units.ts'

/** What two learners said about texts they had not seen, row by row. */
export interface OutOfFold {
  readonly linear: Float64Array
  readonly bayes: Float64Array
}

/** How the two scores are added, in log-odds. */
export interface Mixture {
  readonly linear: number
  readonly bayes: number
  readonly bias: number
}

/** Shares of ham that may lie in `review` or above, `spam` or above, and `discard`. */
export const HAM_SHARES = { review: 0.01, spam: 0.002, discard: 0.0002 } as const

/**
 * Finds the mixture of two out-of-fold scores that is calibrated.
 *
 * More of either score never makes a text less of a spam: a learner that would get a negative share
 * is left out.
 */
export function fitMixture({ linear, bayes }: OutOfFold, isSpam: Uint8Array): Mixture {
  const both = fitLogistic([linear, bayes], isSpam)
  const [l = 0, b = 0] = both.slopes
  if (l >= 0 && b >= 0) return { linear: l, bayes: b, bias: both.bias }
  const alone = fitLogistic([l < b ? bayes : linear], isSpam)
  const slope = Math.max(alone.slopes[0] ?? 0, 0)
  return { linear: l < b ? 0 : slope, bayes: l < b ? slope : 0, bias: alone.bias }
}

/** The log-odds of each row. */
export function mix({ linear, bayes }: OutOfFold, mixture: Mixture): Float64Array {
  return linear.map((x, i) => mixture.linear * x + mixture.bayes * (bayes[i] ?? 0) + mixture.bias)
}

/**
 * Sets the bands by the out-of-fold log-odds of the ham, so that at most the {@link HAM_SHARES} of it
 * lie in each: `review` begins at 0 (probability 0.5) or lower, `spam` at 0 or higher, `discard` at
 * `spam` or higher. With so little ham that a share is less than one text, the band begins above
 * all of it.
 */
export function fitBands(ham: Float64Array): Bands {
  const descending = ham.toSorted().reverse()
  const spam = Math.max(0, justAbove(descending, HAM_SHARES.spam))
  return {
    review: Math.min(0, justAbove(descending, HAM_SHARES.review)) as LogOdds,
    spam: spam as LogOdds,
    discard: Math.max(spam, justAbove(descending, HAM_SHARES.discard)) as LogOdds,
  }
}

/** The least threshold that at most `share` of the (descending) scores reach. */
function justAbove(descending: Float64Array, share: number): number {
  const first = descending[Math.floor(share * descending.length)] ?? 0
  return first + 2 ** -40 * Math.max(1, Math.abs(first))
}
