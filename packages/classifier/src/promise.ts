import type { LogOdds } from './units.ts'

/** What is promised: at most this share of the ham at or above the threshold, and how surely. */
export interface PromiseTerms {
  /** The largest false positive rate, above 0 and below 1. */
  readonly maxFpr: number
  /** The chance, before the texts are drawn, that the promise holds; default 0.95. */
  readonly confidence?: number
}

/** A threshold that keeps its terms. */
export interface KeptPromise {
  readonly isKept: true
  readonly maxFpr: number
  readonly confidence: number
  /** The least log-odds from which on the terms are kept. */
  readonly threshold: LogOdds
  /** Ham texts that were counted, and those among them at or above the threshold. */
  readonly ham: number
  readonly errors: number
  /** The upper Clopper-Pearson bound of the false positive rate; at most `maxFpr`. */
  readonly bound: number
}

/** There is too little ham for the terms, whatever the threshold. */
export interface RefusedPromise {
  readonly isKept: false
  readonly maxFpr: number
  readonly confidence: number
  readonly ham: number
  /** How many more labelled ham texts are needed at least. */
  readonly missing: number
}

/** A threshold, or what is missing for one. */
export type ThresholdPromise = KeptPromise | RefusedPromise

/**
 * Finds the least threshold that at most `maxFpr` of all ham reaches, with the confidence asked for.
 *
 * Of n ham scores that were drawn like those to come, the threshold lies just above the one that is
 * exceeded by k others, with the largest k whose Clopper-Pearson bound is within `maxFpr`. That the
 * scores choose the threshold does not weaken the promise: the share of ham above the k-th largest
 * of n scores is Beta(k + 1, n - k) distributed whatever the scores' own distribution, and the bound
 * is its quantile (Wilks 1941, "Determination of Sample Sizes for Setting Tolerance Limits").
 *
 * @param ham  Log-odds of ham texts, in any order, from models that had not seen them.
 * @throws {RangeError} The terms are out of range, or a score is not finite.
 *
 * Cost: O(n log n).
 */
export function promiseThreshold(ham: ArrayLike<number>, terms: PromiseTerms): ThresholdPromise {
  const { maxFpr, confidence = 0.95 } = terms
  checkTerms(maxFpr, confidence)
  const scores = Float64Array.from(ham)
  if (!scores.every(Number.isFinite)) throw new RangeError('a score is not finite')
  const n = scores.length
  const errorsAtMost = errorsWithin(n, maxFpr, confidence)
  const facts = { maxFpr, confidence, ham: n }
  if (errorsAtMost < 0) return { isKept: false, ...facts, missing: hamNeeded(terms) - n }
  scores.sort().reverse()
  const threshold = justAbove(scores[errorsAtMost] ?? 0)
  const errors = scores.findIndex((score) => score < threshold)
  const bound = fprBound(errors, n, confidence)
  return { isKept: true, ...facts, threshold, errors, bound }
}

/** How many ham texts without one error are needed to keep the terms at all. */
export function hamNeeded({ maxFpr, confidence = 0.95 }: PromiseTerms): number {
  checkTerms(maxFpr, confidence)
  let needed = Math.ceil(Math.log(1 - confidence) / Math.log1p(-maxFpr))
  // The logarithms may be a unit off in the last place, the exact test is not.
  while (errorsWithin(needed - 1, maxFpr, confidence) >= 0) needed--
  while (errorsWithin(needed, maxFpr, confidence) < 0) needed++
  return needed
}

/**
 * The upper bound of a rate of which `errors` of `n` trials were seen.
 *
 * @returns The p for which at most `errors` errors have the chance 1 - `confidence`; 1 when all
 *   trials were errors, or there were none.
 * Source: Clopper and Pearson 1934, "The Use of Confidence or Fiducial Limits Illustrated in the Case
 * of the Binomial", one-sided.
 */
export function fprBound(errors: number, n: number, confidence: number = 0.95): number {
  if (errors >= n) return 1
  if (errors === 0) return -Math.expm1(Math.log(1 - confidence) / n)
  return boundAbove(errors / n, (p) => chanceOfAtMost(errors, n, p) > 1 - confidence)
}

/**
 * {@link fprBound} for many counts of errors among the same `n` trials, without a logarithm for each
 * error of each: equal to it to 1e-9, and thousands of times faster for thousands of errors.
 *
 * Cost: O(n) at first; then O(sqrt(n)) for each halving of a bound.
 */
export function openFprBounds(n: number, confidence: number): (errors: number) => number {
  const logFactorials = new Float64Array(n + 1)
  for (let i = 1; i <= n; i++) logFactorials[i] = (logFactorials[i - 1] ?? 0) + Math.log(i)
  const logOf = (i: number): number => logFactorials[i] ?? 0
  const known = new Map<number, number>()
  return (errors) => {
    const bound = known.get(errors) ?? boundWith(logOf, errors, n, confidence)
    known.set(errors, bound)
    return bound
  }
}

function boundWith(
  logFactorial: (i: number) => number,
  errors: number,
  n: number,
  confidence: number,
): number {
  if (errors === 0 || errors >= n) return fprBound(errors, n, confidence)
  const logChoices = logFactorial(n) - logFactorial(errors) - logFactorial(n - errors)
  const isTooLow = (p: number) => tailOf({ errors, n, logChoices }, p) > 1 - confidence
  return boundAbove(errors / n, isTooLow, HALVINGS)
}

/** What is left of a bound's interval then is below 1e-15. */
const HALVINGS = 50

/**
 * Halves the interval from `low` to 1 towards the least rate that is not too low.
 *
 * @param halvings  At most so many; until no number lies between when left out.
 * @returns The upper end of what is left.
 */
function boundAbove(
  low: number,
  isTooLow: (p: number) => boolean,
  halvings: number = Number.POSITIVE_INFINITY,
): number {
  let [lower, upper] = [low, 1]
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (lower + upper) / 2
    if (middle <= lower || middle >= upper) break
    if (isTooLow(middle)) lower = middle
    else upper = middle
  }
  return upper
}

interface Tail {
  readonly errors: number
  readonly n: number
  /** The logarithm of "n choose errors". */
  readonly logChoices: number
}

/** {@link chanceOfAtMost}, from the likeliest count down; for `p` above `errors` / `n` they only fall. */
function tailOf({ errors, n, logChoices }: Tail, p: number): number {
  let chance = Math.exp(logChoices + errors * Math.log(p) + (n - errors) * Math.log1p(-p))
  let total = 0
  for (let k = errors; k >= 0 && chance > total * Number.EPSILON; k--) {
    total += chance
    chance *= (k / (n - k + 1)) * ((1 - p) / p)
  }
  return total
}

/** The most errors among `n` ham texts with which the terms are kept; -1 when none will do. */
function errorsWithin(n: number, maxFpr: number, confidence: number): number {
  // In logarithms: of many texts, the chance of no error is too small for a number.
  let logChance = n * Math.log1p(-maxFpr)
  let total = Math.exp(logChance)
  let errors = -1
  while (total <= 1 - confidence && errors + 1 < n) {
    errors++
    logChance += Math.log(((n - errors) / (errors + 1)) * (maxFpr / (1 - maxFpr)))
    total += Math.exp(logChance)
  }
  return errors
}

/** The chance of at most `errors` errors in `n` trials, each with chance `p`. */
function chanceOfAtMost(errors: number, n: number, p: number): number {
  let logChance = n * Math.log1p(-p)
  let total = Math.exp(logChance)
  for (let k = 0; k < errors; k++) {
    logChance += Math.log((n - k) / (k + 1)) + Math.log(p) - Math.log1p(-p)
    total += Math.exp(logChance)
  }
  return total
}

/** A threshold that a score does not reach, but every greater one of a model's does. */
export function justAbove(score: number): LogOdds {
  return (score + 2 ** -40 * Math.max(1, Math.abs(score))) as LogOdds
}

function checkTerms(maxFpr: number, confidence: number): void {
  if (!(maxFpr > 0 && maxFpr < 1)) {
    throw new RangeError(`maxFpr must be above 0 and below 1, got ${maxFpr}`)
  }
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`confidence must be above 0 and below 1, got ${confidence}`)
  }
}
