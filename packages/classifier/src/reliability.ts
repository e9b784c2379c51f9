import { binOf, CALIBRATION_BINS, type Scored } from './metrics.ts'
import { probabilityOf } from './units.ts'

/** The texts whose spam probability lies in [`from`, `to`), in the last bin `to` included. */
export interface ReliabilityBin {
  readonly from: number
  readonly to: number
  readonly count: number
  /** Mean of the probabilities given; 0 in an empty bin. */
  readonly meanPredicted: number
  /** The share of spam that there is; 0 in an empty bin. */
  readonly spamShare: number
}

/**
 * Sorts texts into equal bins by the probability they were given: where it is honest, a bin's mean
 * is its share of spam.
 *
 * @param bins  1 or more. With the default the mean gap, weighted by count, is the `ece` that
 *              metrics.ts measures.
 * @returns     All bins, the empty ones too, in rising order.
 * @throws {RangeError} `bins` is not an integer of at least 1, or a score is not a number.
 *
 * Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", section 2.
 */
export function reliabilityBins(
  scored: readonly Scored[],
  bins: number = CALIBRATION_BINS,
): ReliabilityBin[] {
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`bins must be 1 or more, got ${bins}`)
  if (scored.some(({ logit }) => Number.isNaN(logit))) throw new RangeError('a score is no number')
  const sums = Array.from({ length: bins }, () => ({ count: 0, predicted: 0, spam: 0 }))
  for (const { label, logit } of scored) {
    const p = probabilityOf(logit)
    const sum = sums[binOf(p, bins)]
    if (sum === undefined) continue
    sum.count++
    sum.predicted += p
    if (label === 'spam') sum.spam++
  }
  return sums.map(({ count, predicted, spam }, i) => ({
    from: i / bins,
    to: (i + 1) / bins,
    count,
    meanPredicted: count === 0 ? 0 : predicted / count,
    spamShare: count === 0 ? 0 : spam / count,
  }))
}
