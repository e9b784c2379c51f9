import { fitLogistic } from './logistic.ts'
import { justAbove, promiseThreshold, type ThresholdPromise } from './promise.ts'
import type { BandPromises } from './report.ts'
import type { Bands } from './tables.ts'
import type { LogOdds } from './units.ts'

/** What two learners said about texts they had not seen, row by row. */
export interface OutOfFold {
  readonly linear: Float64Array
  readonly bayes: Float64Array
  /** What a weight of naive Bayes counts for in each text: 1 / sqrt of the features it read. */
  readonly scale: Float64Array
}

/** How the two scores are added, in log-odds. */
export interface Mixture {
  readonly linear: number
  readonly bayes: number
  /**
   * What the scale counts for: the shorter a text, the more. Scores of naive Bayes are not centred,
   * and this is their centre.
   */
  readonly scale: number
  readonly bias: number
}

/** Share of ham that may lie in `review` or above, where people look at it and nothing is blocked. */
const REVIEW_SHARE = 0.01

/** What is promised of the bands `spam` and `discard` when nothing else is asked for. */
export const BAND_TERMS = { spam: 0.002, discard: 0.0002 } as const

/** Bands, and what is promised of them. */
export interface PromisedBands {
  readonly bands: Bands
  readonly promises: BandPromises
}

/**
 * Finds the mixture of two out-of-fold scores that is calibrated.
 *
 * More of either score never makes a text less of a spam: a learner that would get a negative share
 * is left out.
 *
 * @param isCentred  Whether the scale has a share, too; default true.
 */
export function fitMixture(scores: OutOfFold, isSpam: Uint8Array, isCentred = true): Mixture {
  const centre = isCentred ? [scores.scale] : []
  let kept: readonly ('linear' | 'bayes')[] = ['linear', 'bayes']
  for (;;) {
    const { slopes, bias } = fitLogistic([...kept.map((name) => scores[name]), ...centre], isSpam)
    const worst = Math.min(0, ...slopes.slice(0, kept.length))
    if (worst === 0) {
      const slopeOf = (name: 'linear' | 'bayes'): number => slopes[kept.indexOf(name)] ?? 0
      const scale = slopes[kept.length] ?? 0
      return { linear: slopeOf('linear'), bayes: slopeOf('bayes'), scale, bias }
    }
    kept = kept.filter((_, i) => slopes[i] !== worst)
  }
}

/** The log-odds of each row. */
export function mix({ linear, bayes, scale }: OutOfFold, mixture: Mixture): Float64Array {
  return linear.map(
    (x, i) =>
      mixture.linear * x +
      mixture.bayes * (bayes[i] ?? 0) +
      mixture.scale * (scale[i] ?? 0) +
      mixture.bias,
  )
}

/**
 * Sets the bands by the out-of-fold log-odds of the ham.
 *
 * `discard` and `spam` begin where the promise of their terms does, but `spam` never below 0 (which
 * keeps the promise all the more), and `discard` never below `spam`. With too little ham for a
 * promise a band begins above all of it, and the promise says how much is missing. `review` begins
 * at 0 (probability 0.5), or lower while 1 % of the ham stays below it.
 *
 * @param maxFpr  The terms of `spam`; those of `discard` are a tenth of it. Default
 *   {@link BAND_TERMS}.
 */
export function fitBands(
  ham: Float64Array,
  maxFpr: number = BAND_TERMS.spam,
  confidence?: number,
): PromisedBands {
  const terms = confidence === undefined ? {} : { confidence }
  const promises = {
    spam: promiseThreshold(ham, { ...terms, maxFpr }),
    discard: promiseThreshold(ham, { ...terms, maxFpr: maxFpr / 10 }),
  }
  const descending = ham.toSorted().reverse()
  const spam = Math.max(0, startOf(promises.spam, descending))
  const reviewed = descending[Math.floor(REVIEW_SHARE * descending.length)] ?? 0
  const bands = {
    review: Math.min(0, justAbove(reviewed)) as LogOdds,
    spam: spam as LogOdds,
    discard: Math.max(spam, startOf(promises.discard, descending)) as LogOdds,
  }
  return { bands, promises }
}

function startOf(promise: ThresholdPromise, descending: Float64Array): number {
  return promise.isKept ? promise.threshold : justAbove(descending[0] ?? 0)
}
