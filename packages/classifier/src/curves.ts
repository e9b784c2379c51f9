import type { Scored } from './metrics.ts'
import type { LogOdds } from './units.ts'

/** What blocking from a threshold on does. */
export interface RocPoint {
  /** Texts that score at least this much are called spam; `Infinity` calls none so. */
  readonly threshold: LogOdds
  /** Of the ham, the share that is called spam. */
  readonly fpr: number
  /** Of the spam, the share that is. */
  readonly recall: number
}

/** How much of what is called spam from a threshold on is spam. */
export interface PrecisionPoint {
  /** Texts that score at least this much are called spam. */
  readonly threshold: LogOdds
  /** Of the spam, the share that is called spam. */
  readonly recall: number
  /** Of what is called spam, the share that is. */
  readonly precision: number
}

/** So much of a ham text counts as a whole one: 0.29 of 100 is 28.999999999999996 in binary. */
const ROUNDING = 1e-9

/**
 * The share of spam that is found by the lowest threshold from which on at most
 * floor(`fpr` x ham) ham texts score. Texts of one score are all above a threshold or all below.
 *
 * The threshold is chosen on the texts that are measured, so this is a figure of ranking and no
 * promise about texts to come; promise.ts makes those.
 *
 * @param fpr  0 to 1.
 * @returns    0 to 1; 0 without spam.
 * @throws {RangeError} `fpr` is not a share, or a score is not a number.
 *
 * Cost: O(n log n).
 */
export function recallAtFpr(scored: readonly Scored[], fpr: number): number {
  if (!(fpr >= 0 && fpr <= 1)) throw new RangeError(`fpr must be 0 to 1, got ${fpr}`)
  const steps = stepsOf(scored)
  const { ham, spam } = totalsOf(steps)
  const allowed = Math.floor(fpr * ham + ROUNDING)
  const step = steps.findLast((one) => one.ham <= allowed)
  return ratio(step?.spam ?? 0, spam)
}

/** The area above the ROC curve in percent, the lower the better, as filters are compared by. */
export function oneMinusAucPercent({ rocAuc }: { readonly rocAuc: number }): number {
  return 100 * (1 - rocAuc)
}

/**
 * The ROC curve: from (0, 0), where nothing is called spam, to (1, 1). Points inside a level or an
 * upright stretch are left out.
 *
 * @returns At least one point; both shares never fall.
 * @throws {RangeError} A score is not a number.
 *
 * Source: Fawcett 2006, "An introduction to ROC analysis", section 5 (equal scores are one step).
 *
 * Cost: O(n log n).
 */
export function rocCurve(scored: readonly Scored[]): RocPoint[] {
  const steps = [NOTHING, ...stepsOf(scored)]
  const { ham, spam } = totalsOf(steps)
  return steps
    .filter((_, i) => !isBetween(steps[i - 1], steps[i + 1]))
    .map((step) => ({
      threshold: step.threshold,
      fpr: ratio(step.ham, ham),
      recall: ratio(step.spam, spam),
    }))
}

/**
 * The precision-recall curve, from the highest threshold to the lowest. Points are left out where
 * the recall is that of both neighbours.
 *
 * Between two points precision is not linear: draw steps.
 *
 * @returns Recall never falls; no point at all without scores.
 * @throws {RangeError} A score is not a number.
 *
 * Source: Davis and Goadrich 2006, "The Relationship Between Precision-Recall and ROC Curves".
 *
 * Cost: O(n log n).
 */
export function precisionCurve(scored: readonly Scored[]): PrecisionPoint[] {
  const steps = stepsOf(scored)
  const { spam } = totalsOf(steps)
  return steps
    .filter(({ spam: found }, i) => found !== steps[i - 1]?.spam || found !== steps[i + 1]?.spam)
    .map((step) => ({
      threshold: step.threshold,
      recall: ratio(step.spam, spam),
      precision: ratio(step.spam, step.spam + step.ham),
    }))
}

/** How many texts of each label score at least `threshold`. */
interface Step {
  readonly threshold: LogOdds
  readonly ham: number
  readonly spam: number
}

const NOTHING: Step = { threshold: Number.POSITIVE_INFINITY as LogOdds, ham: 0, spam: 0 }

/** A step for every score that was given, the highest first. */
function stepsOf(scored: readonly Scored[]): Step[] {
  if (scored.some(({ logit }) => Number.isNaN(logit))) throw new RangeError('a score is no number')
  const sorted = scored.toSorted((a, b) => b.logit - a.logit)
  const steps: Step[] = []
  let [ham, spam] = [0, 0]
  for (const [i, { label, logit }] of sorted.entries()) {
    if (label === 'ham') ham++
    else spam++
    if (sorted[i + 1]?.logit !== logit) steps.push({ threshold: logit, ham, spam })
  }
  return steps
}

function totalsOf(steps: readonly Step[]): Step {
  return steps.at(-1) ?? NOTHING
}

/** Whether what lies between two steps has the same ham, or the same spam. */
function isBetween(before: Step | undefined, after: Step | undefined): boolean {
  if (before === undefined || after === undefined) return false
  return before.ham === after.ham || before.spam === after.spam
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
