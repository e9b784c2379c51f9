import { MARKS, type Matrix, sumOf, type Weights } from './matrix.ts'

/** Which features naive Bayes reads: single words, or all words and character n-grams. */
export type BayesScope = 'words' | 'all'

/**
 * What a text is to naive Bayes: the presence or absence of every feature (`bernoulli`), or a draw of
 * the features it has (`multinomial`).
 */
export type BayesEvent = 'bernoulli' | 'multinomial'

/** Naive Bayes in its linear form: `base` + the weights of the features that are there. */
export interface BayesModel {
  readonly weights: Weights
  readonly base: number
}

/** What naive Bayes is trained with. */
export interface BayesOptions {
  readonly event: BayesEvent
  readonly scope: BayesScope
  /** Added to each count, above 0. */
  readonly alpha: number
}

/**
 * All that naive Bayes knows of some rows: in how many of each label a feature is, and how many there
 * are, each row counting by its weight. The counts of two sets of rows add up to those of both, so
 * that rows are unlearned by taking theirs away: to the last bit, weights being multiples of a power of two.
 */
export interface BayesCounts {
  /** One count per column. */
  readonly spam: Float64Array
  readonly ham: Float64Array
  readonly spamRows: number
  readonly hamRows: number
}

/** Trains naive Bayes on some rows of a matrix. */
export function trainBayes(
  matrix: Matrix,
  rows: ArrayLike<number>,
  options: BayesOptions,
): BayesModel {
  return bayesOf(countRows(matrix, rows, options.scope), options)
}

/** Counts the features of some rows of a matrix. Cost: O(features of the rows). */
export function countRows(matrix: Matrix, rows: ArrayLike<number>, scope: BayesScope): BayesCounts {
  const spam = new Float64Array(matrix.columns)
  const ham = new Float64Array(matrix.columns)
  let spamRows = 0
  let hamRows = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0
    const isSpam = matrix.isSpam[row] === 1
    const weight = matrix.weights[row] ?? 1
    if (isSpam) spamRows += weight
    else hamRows += weight
    countFeatures(matrix, row, scope, isSpam ? spam : ham)
  }
  return { spam, ham, spamRows, hamRows }
}

/** Makes naive Bayes of its counts, and of nothing else. A feature without a count weighs nothing. */
export function bayesOf(counts: BayesCounts, { event, alpha }: BayesOptions): BayesModel {
  return event === 'bernoulli' ? bernoulliOf(counts, alpha) : multinomialOf(counts, alpha)
}

/**
 * With p the share of spam and q the share of ham that has a feature, its weight is
 * logit p - logit q, and what its absence says is in `base`.
 *
 * Source: McCallum and Nigam 1998, "A Comparison of Event Models for Naive Bayes Text
 * Classification", section 2.1; smoothing alpha.
 */
function bernoulliOf({ spam, ham, spamRows, hamRows }: BayesCounts, alpha: number): BayesModel {
  const weights = new Float32Array(spam.length)
  let base = Math.log(spamRows / hamRows)
  for (let id = 0; id < weights.length; id++) {
    const inSpam = spam[id] ?? 0
    const inHam = ham[id] ?? 0
    if (inSpam + inHam === 0) continue
    const p = (inSpam + alpha) / (spamRows + 2 * alpha)
    const q = (inHam + alpha) / (hamRows + 2 * alpha)
    base += Math.log(1 - p) - Math.log(1 - q)
    weights[id] = Math.log(p / (1 - p)) - Math.log(q / (1 - q))
  }
  return { weights, base }
}

/**
 * With p the share that a feature has of all features of the spam, and q that of the ham, its weight
 * is ln p - ln q. The vocabulary is what has a count.
 *
 * A feature counts once per text, however often it stands there: features are 0 or 1. The model of
 * the paper counts every occurrence, and is the worse spam filter for it (Schneider 2004, "On Word
 * Frequency Information and Negative Evidence in Naive Bayes Text Classification"; Metsis,
 * Androutsopoulos and Paliouras 2006, "Spam Filtering with Naive Bayes - Which Naive Bayes?",
 * "multinomial NB, Boolean attributes").
 *
 * Source: McCallum and Nigam 1998, section 2.2; smoothing alpha, which is 1 in their equation 6.
 */
function multinomialOf({ spam, ham, spamRows, hamRows }: BayesCounts, alpha: number): BayesModel {
  const vocabulary = spam.reduce((size, count, id) => size + Math.sign(count + (ham[id] ?? 0)), 0)
  const ofSpam = sumOfCounts(spam) + alpha * vocabulary
  const ofHam = sumOfCounts(ham) + alpha * vocabulary
  const weights = new Float32Array(spam.length)
  for (let id = 0; id < weights.length; id++) {
    const inSpam = spam[id] ?? 0
    const inHam = ham[id] ?? 0
    if (inSpam + inHam === 0) continue
    weights[id] = Math.log((inSpam + alpha) / ofSpam) - Math.log((inHam + alpha) / ofHam)
  }
  return { weights, base: Math.log(spamRows / hamRows) }
}

function sumOfCounts(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** The score of a row in (overconfident) log-odds. */
export function bayesScore(
  matrix: Matrix,
  row: number,
  model: BayesModel,
  scope: BayesScope,
): number {
  const at = row * MARKS
  const from = matrix.marks[at] ?? 0
  return model.base + sumOf(matrix, model.weights, from, bayesEnd(matrix, row, scope))
}

/** Where the features of a row that naive Bayes reads end. */
export function bayesEnd(matrix: Matrix, row: number, scope: BayesScope): number {
  return matrix.marks[row * MARKS + (scope === 'words' ? 1 : 3)] ?? 0
}

function countFeatures(matrix: Matrix, row: number, scope: BayesScope, counts: Float64Array): void {
  const end = bayesEnd(matrix, row, scope)
  const weight = matrix.weights[row] ?? 1
  for (let j = matrix.marks[row * MARKS] ?? 0; j < end; j++) {
    const id = matrix.ids[j] ?? 0
    counts[id] = (counts[id] ?? 0) + weight
  }
}
