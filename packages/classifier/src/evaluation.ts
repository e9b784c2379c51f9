import { CALIBRATION_BINS, type Scored } from './metrics.ts'
import { openFprBounds } from './promise.ts'
import { type ReliabilityBin, reliabilityBins } from './reliability.ts'
import type { Bands } from './tables.ts'
import type { LogOdds } from './units.ts'

/** What blocking from each of some thresholds on does: columns of one length, thresholds rising. */
export interface ThresholdTable {
  /** -10 to 10 in steps of 0.1, and the view's bands. */
  readonly logits: readonly LogOdds[]
  /** Ham texts that score at least that much: honest messages blocked. */
  readonly ham: readonly number[]
  /** Spam texts that do: spam found. */
  readonly spam: readonly number[]
  /** The upper Clopper-Pearson bounds of the false positive rates, at 95 %, to seven places. */
  readonly fprBounds: readonly number[]
}

/** How a view does at every threshold, and how honest its probabilities are. */
export interface Evaluation {
  readonly thresholds: ThresholdTable
  /** Bins of the probability; the empty ones, too. */
  readonly reliability: readonly ReliabilityBin[]
}

/** Steps of the thresholds to each side of 0, and how many make one log-odds. */
const STEPS = 100
const STEPS_PER_LOGIT = 10
const CONFIDENCE = 0.95

/**
 * Evaluates scores at every threshold that a person may look at: a step of 0.1 log-odds is 0.025 of
 * the probability in the middle and less elsewhere.
 *
 * Cost: O(n log n).
 */
export function evaluate(scored: readonly Scored[], bands: Bands): Evaluation {
  const logits = thresholdsOf(bands)
  const ham = reaching(scored, 'ham', logits)
  const spam = reaching(scored, 'spam', logits)
  const total = scored.filter(({ label }) => label === 'ham').length
  const boundOf = openFprBounds(total, CONFIDENCE)
  const fprBounds = ham.map((errors) => roundedUp(boundOf(errors)))
  return {
    thresholds: { logits, ham, spam, fprBounds },
    reliability: reliabilityBins(scored, CALIBRATION_BINS),
  }
}

function thresholdsOf({ review, spam, discard }: Bands): LogOdds[] {
  const steps = Array.from({ length: 2 * STEPS + 1 }, (_, i) => (i - STEPS) / STEPS_PER_LOGIT)
  const all = new Set<number>([...steps, review, spam, discard])
  return [...all].sort((a, b) => a - b) as LogOdds[]
}

/** How many texts of a label score at least each of the thresholds. */
function reaching(
  scored: readonly Scored[],
  label: Scored['label'],
  thresholds: readonly LogOdds[],
): number[] {
  const own = scored.filter((one) => one.label === label)
  const scores = Float64Array.from(own, ({ logit }) => logit).sort()
  let below = 0
  return thresholds.map((threshold) => {
    while (below < scores.length && (scores[below] ?? 0) < threshold) below++
    return scores.length - below
  })
}

/** Never below what is bounded. */
function roundedUp(bound: number): number {
  return Math.min(Math.ceil(bound * 1e7) / 1e7, 1)
}
