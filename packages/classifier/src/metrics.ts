import { type Label, type LogOdds, type Probability, probabilityOf } from './units.ts'

/** How often each label was given to each kind of text; spam is the positive class. */
export interface Confusion {
  readonly truePositives: number
  readonly falsePositives: number
  readonly trueNegatives: number
  readonly falseNegatives: number
}

/** How well scores tell spam from ham. A ratio whose divisor is 0 is 0. */
export interface Metrics {
  readonly n: number
  readonly ham: number
  readonly spam: number
  readonly confusion: Confusion
  readonly accuracy: number
  /** Of what was called spam, the share that is. */
  readonly precision: number
  /** Of the spam, the share that was found. */
  readonly recall: number
  readonly f1: number
  /** Matthews' correlation coefficient, -1 to 1. */
  readonly mcc: number
  /** Of the ham, the share that was called spam. */
  readonly fpr: number
  /** The chance that a spam text scores above a ham text, ties half; 0.5 when a class is empty. */
  readonly rocAuc: number
  /** Mean of -ln(the probability given to the true label). */
  readonly logLoss: number
  /** Expected calibration error over 15 equal bins of the spam probability. */
  readonly ece: number
}

/** One text's true label and the log-odds it was given. */
export interface Scored {
  readonly label: Label
  readonly logit: LogOdds
}

/** Equal bins of the spam probability in which calibration is looked at. */
export const CALIBRATION_BINS = 15
/** Probabilities are kept this far from 0 and 1, so that one confident error stays finite. */
const LOG_LOSS_FLOOR = 1e-7

/**
 * Measures scored texts; a text counts as called spam from log-odds 0 on.
 *
 * @throws {RangeError} A score is not finite.
 *
 * Source: Fawcett 2006, "An introduction to ROC analysis"; Matthews 1975; Guo et al. 2017, "On
 * Calibration of Modern Neural Networks", section 2 (ECE).
 *
 * Cost: O(n log n).
 */
export function measure(scored: readonly Scored[]): Metrics {
  if (!scored.every(({ logit }) => Number.isFinite(logit))) {
    throw new RangeError('a score is not finite')
  }
  const confusion = confusionOf(scored)
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion
  const spam = truePositives + falseNegatives
  const ham = trueNegatives + falsePositives
  return {
    n: scored.length,
    ham,
    spam,
    confusion,
    accuracy: ratio(truePositives + trueNegatives, scored.length),
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, spam),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    mcc: mccOf(confusion),
    fpr: ratio(falsePositives, ham),
    rocAuc: rocAucOf(scored),
    logLoss: logLossOf(
      Float64Array.from(scored, ({ logit }) => logit),
      Uint8Array.from(scored, ({ label }) => (label === 'spam' ? 1 : 0)),
    ),
    ece: eceOf(scored),
  }
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}

function confusionOf(scored: readonly Scored[]): Confusion {
  const count = (label: Label, isCalledSpam: boolean): number =>
    scored.filter((one) => one.label === label && one.logit >= 0 === isCalledSpam).length
  return {
    truePositives: count('spam', true),
    falsePositives: count('ham', true),
    trueNegatives: count('ham', false),
    falseNegatives: count('spam', false),
  }
}

function mccOf(confusion: Confusion): number {
  const { truePositives: tp, falsePositives: fp } = confusion
  const { trueNegatives: tn, falseNegatives: fn } = confusion
  return ratio(tp * tn - fp * fn, Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)))
}

/** The rank-sum form of the area under the curve (Mann and Whitney 1947). */
function rocAucOf(scored: readonly Scored[]): number {
  const sorted = scored.toSorted((a, b) => a.logit - b.logit)
  let rankSum = 0
  let spam = 0
  for (let from = 0; from < sorted.length; ) {
    let to = from
    let tied = 0
    for (; to < sorted.length && sorted[to]?.logit === sorted[from]?.logit; to++) {
      if (sorted[to]?.label === 'spam') tied++
    }
    rankSum += tied * ((from + to + 1) / 2)
    spam += tied
    from = to
  }
  const pairs = spam * (sorted.length - spam)
  return pairs === 0 ? 0.5 : (rankSum - (spam * (spam + 1)) / 2) / pairs
}

/** Mean of -ln(the probability given to the true label), over columns of log-odds and labels. */
export function logLossOf(logits: Float64Array, isSpam: Uint8Array): number {
  let sum = 0
  for (const [i, logit] of logits.entries()) {
    const p = probabilityOf((isSpam[i] === 1 ? logit : -logit) as LogOdds)
    sum -= Math.log(Math.min(Math.max(p, LOG_LOSS_FLOOR), 1 - LOG_LOSS_FLOOR))
  }
  return ratio(sum, logits.length)
}

function eceOf(scored: readonly Scored[]): number {
  const gaps = new Float64Array(CALIBRATION_BINS)
  for (const { label, logit } of scored) {
    const p = probabilityOf(logit)
    const bin = binOf(p, CALIBRATION_BINS)
    gaps[bin] = (gaps[bin] ?? 0) + p - (label === 'spam' ? 1 : 0)
  }
  return ratio(
    gaps.reduce((sum, gap) => sum + Math.abs(gap), 0),
    scored.length,
  )
}

/** Which of `bins` equal bins a probability lies in, from 0; 1 lies in the last. */
export function binOf(p: Probability, bins: number): number {
  return Math.min(Math.floor(p * bins), bins - 1)
}
