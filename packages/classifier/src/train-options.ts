import type { LearnSettings } from './learn-settings.ts'
import type { BayesScope } from './naive-bayes.ts'
import { hamNeeded, type PromiseTerms } from './promise.ts'
import type { Example, Learner } from './units.ts'
import { BITS_AT_LEAST, BITS_AT_MOST, type FeatureOptions, GRAM_AT_MOST } from './workspace.ts'

/** What a training can be told; everything has a default. */
export interface TrainOptions {
  /** What learns; default `hybrid`. */
  readonly learner?: Learner
  /** The table of hashed features has 2^bits slots, 10 to 22; default 18. */
  readonly bits?: number
  /** Lengths of character n-grams, each 1 to 8; default 3. */
  readonly gramSizes?: readonly number[]
  /** Whether pairs of neighbouring words are features; default true. */
  readonly pairs?: boolean
  /** The price C of a margin error of the support vector machine; default 1. */
  readonly cost?: number
  /**
   * What naive Bayes reads: single words (suits long or mixed texts), all n-grams (suits one domain
   * of short texts), or whichever has the lower out-of-fold log loss; default `auto`.
   */
  readonly bayesScope?: BayesScope | 'auto'
  /**
   * Smoothing of naive Bayes, above 0; default 0.1 for `words` and 0.03 for `all`, but 1 where naive
   * Bayes learns alone.
   */
  readonly alpha?: number
  /**
   * Whether to learn from an altered copy of each text, too, at a sixteenth of its weight, so that spaced
   * letters, misspellings and added honest words do not blind the model. Twice the time. Default true,
   * but where naive Bayes learns alone, as a plain baseline does.
   */
  readonly augment?: boolean
  /**
   * Whether near duplicates lie in one of those parts, so that no text is scored by learners that
   * have seen its like: their scores are too good, and promises by them too bold. Default false, as
   * finding near duplicates adds a sixth to the time of a training on short texts, and three fifths
   * on mails. Where each part would not have texts of both labels then, they are dealt one by one all
   * the same, and `report.groups` is absent.
   */
  readonly keepNear?: boolean
  /**
   * Whether the report names the pieces of the texts that weigh most; those that fewer than five
   * groups of near duplicates have, or five texts without `keepNear`, are never named. Default false.
   */
  readonly pieces?: boolean
  /** Out-of-fold parts for calibration, 2 or more; default 5. */
  readonly folds?: number
  /** Default 1. The same data, options and seed give the same bytes. */
  readonly seed?: number
  /**
   * Promises that at most this share of ham gets the verdict `spam` or `discard`, or refuses to
   * train; a tenth of it `discard`. When left out, 0.002, and no refusal.
   */
  readonly maxFpr?: number
  /** How surely that is promised; default 0.95. */
  readonly confidence?: number
  /** Told from time to time which share of the work is done, 0 to 1. */
  readonly onProgress?: (done: number) => void
}

/** Everything a training is told, defaults filled in. */
export interface Settings extends LearnSettings {
  readonly features: FeatureOptions
  readonly augment: boolean
  readonly keepNear: boolean
  readonly pieces: boolean
  /** What is to be promised, if anything must be. */
  readonly maxFpr: number | undefined
  readonly confidence: number
}

/** There is not enough to learn from, or to promise by; the message says what is missing. */
export class TrainingDataError extends Error {
  override readonly name = 'TrainingDataError'
}

/**
 * Fills in the defaults for some distinct examples, and checks both.
 *
 * @throws {TrainingDataError} Fewer than two distinct examples of a label, or too little ham for
 *   `maxFpr`.
 * @throws {RangeError} An option is out of its range.
 */
export function settingsOf(distinct: readonly Example[], options: TrainOptions): Settings {
  const { learner = 'hybrid', cost = 1, folds = 5, seed = 1, onProgress = () => {} } = options
  const { augment = learner === 'hybrid', keepNear = false, pieces = false } = options
  const { maxFpr, confidence = 0.95 } = options
  check(cost > 0 && Number.isFinite(cost), 'cost must be above 0')
  check(Number.isInteger(folds) && folds >= 2, 'folds must be 2 or more')
  check(Number.isInteger(seed), 'seed must be an integer')
  if (maxFpr !== undefined) checkPromise(distinct, { maxFpr, confidence })
  return {
    learner,
    features: featuresOf(options),
    augment,
    keepNear,
    pieces,
    maxFpr,
    confidence,
    cost,
    bayes: bayesOptionsOf(options),
    folds: Math.min(folds, rarestLabel(distinct)),
    seed,
    onProgress,
  }
}

/** Whether a promise can be kept depends on the ham's number alone, so it is known before training. */
function checkPromise(distinct: readonly Example[], terms: Required<PromiseTerms>): void {
  const ham = distinct.filter(({ label }) => label === 'ham').length
  const needed = hamNeeded(terms)
  if (ham >= needed) return
  const { maxFpr, confidence } = terms
  const promise = `To promise that at most ${percent(maxFpr)} of ham is blocked, with ${percent(confidence)} confidence,`
  const message = `${promise} ${needed} distinct ham texts are needed; ${needed - ham} are missing.`
  throw new TrainingDataError(message)
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(6))} %`
}

function rarestLabel(distinct: readonly Example[]): number {
  const spam = distinct.filter(({ label }) => label === 'spam').length
  const ham = distinct.length - spam
  if (spam >= 2 && ham >= 2) return Math.min(spam, ham)
  const message = `Training needs two distinct texts of each label, got ${ham} ham and ${spam} spam.`
  throw new TrainingDataError(message)
}

function featuresOf(options: TrainOptions): FeatureOptions {
  const { bits = 18, gramSizes = [3], pairs = true } = options
  check(isWithin(bits, BITS_AT_LEAST, BITS_AT_MOST), 'bits must be 10 to 22')
  check(
    gramSizes.every((size) => isWithin(size, 1, GRAM_AT_MOST)),
    'n-gram sizes must be 1 to 8',
  )
  return { bits, gramSizes: [...new Set(gramSizes)].sort((a, b) => a - b), pairs }
}

function bayesOptionsOf(options: TrainOptions): LearnSettings['bayes'] {
  const { learner = 'hybrid', bayesScope = 'auto', alpha } = options
  check((alpha ?? 1) > 0, 'alpha must be above 0')
  const isAlone = learner === 'naive-bayes'
  const event = isAlone ? 'multinomial' : 'bernoulli'
  const words = { event, scope: 'words', alpha: alpha ?? (isAlone ? 1 : 0.1) } as const
  const all = { event, scope: 'all', alpha: alpha ?? (isAlone ? 1 : 0.03) } as const
  if (bayesScope === 'auto') return [words, all]
  return bayesScope === 'words' ? [words] : [all]
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most
}

function check(isRight: boolean, rule: string): void {
  if (!isRight) throw new RangeError(rule)
}
