import { MARKS, type Matrix, sumOf, type Weights } from './matrix.ts'
import { bayesScale } from './scales.ts'

/** Which features naive Bayes reads: single words, or all words and character n-grams. */
export type BayesScope = 'words' | 'all'

/**
 * What a text is to naive Bayes: the presence or absence of every feature (`bernoulli`), or a draw of
 * the features it has (`multinomial`).
 */
export type BayesEvent = 'bernoulli' | 'multinomial'

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

/** Counts the features of some rows of a matrix. Cost: O(features of the rows). */
export function countRows(matrix: Matrix, rows: ArrayLike<number>, scope: BayesScope): BayesCounts {
  const { columns } = matrix
  const nothing = { spam: new Float64Array(columns), ham: new Float64Array(columns) }
  return tally({ ...nothing, spamRows: 0, hamRows: 0 }, matrix, rows, { scope, sign: 1 })
}

/** What is left of counts when some of their rows are taken away. Cost: O(columns + features). */
export function withoutRows(
  { spam, ham, ...totals }: BayesCounts,
  matrix: Matrix,
  rows: ArrayLike<number>,
  scope: BayesScope,
): BayesCounts {
  const copy = { spam: spam.slice(), ham: ham.slice(), ...totals }
  return tally(copy, matrix, rows, { scope, sign: -1 })
}

/** Adds rows to counts, or takes them away; writes into the counts' tables. */
function tally(
  counts: BayesCounts,
  matrix: Matrix,
  rows: ArrayLike<number>,
  { scope, sign }: { readonly scope: BayesScope; readonly sign: 1 | -1 },
): BayesCounts {
  const { spam, ham } = counts
  let { spamRows, hamRows } = counts
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0
    const isSpam = matrix.isSpam[row] === 1
    const weight = sign * (matrix.weights[row] ?? 1)
    if (isSpam) spamRows += weight
    else hamRows += weight
    addFeatures(matrix, row, scope, isSpam ? spam : ham, weight)
  }
  return { spam, ham, spamRows, hamRows }
}

/**
 * Makes naive Bayes of its counts, and of nothing else: the weight of each feature, 0 where it has no
 * count. What is the same for every text, the share of spam and what all absences say, is left to the
 * calibration.
 */
export function bayesOf(counts: BayesCounts, { event, alpha }: BayesOptions): Weights {
  return event === 'bernoulli' ? bernoulliOf(counts, alpha) : multinomialOf(counts, alpha)
}

/**
 * With p the share of spam and q the share of ham that has a feature, its weight is logit p - logit q:
 * what it says to be there, less what it says to be absent.
 *
 * Source: McCallum and Nigam 1998, "A Comparison of Event Models for Naive Bayes Text
 * Classification", section 2.1; smoothing alpha.
 */
function bernoulliOf({ spam, ham, spamRows, hamRows }: BayesCounts, alpha: number): Weights {
  const weights = new Float32Array(spam.length)
  for (let id = 0; id < weights.length; id++) {
    const inSpam = spam[id] ?? 0
    const inHam = ham[id] ?? 0
    if (inSpam + inHam === 0) continue
    const p = (inSpam + alpha) / (spamRows + 2 * alpha)
    const q = (inHam + alpha) / (hamRows + 2 * alpha)
    weights[id] = Math.log((p * (1 - q)) / (q * (1 - p)))
  }
  return weights
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
function multinomialOf({ spam, ham }: BayesCounts, alpha: number): Weights {
  const vocabulary = spam.reduce((size, count, id) => size + Math.sign(count + (ham[id] ?? 0)), 0)
  const ofSpam = sumOfCounts(spam) + alpha * vocabulary
  const ofHam = sumOfCounts(ham) + alpha * vocabulary
  const weights = new Float32Array(spam.length)
  for (let id = 0; id < weights.length; id++) {
    const inSpam = spam[id] ?? 0
    const inHam = ham[id] ?? 0
    if (inSpam + inHam === 0) continue
    weights[id] = Math.log(((inSpam + alpha) * ofHam) / ((inHam + alpha) * ofSpam))
  }
  return weights
}

function sumOfCounts(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** What naive Bayes says of a row: the sum of its weights, scaled by {@link rowScale}. */
export function bayesScore(
  matrix: Matrix,
  row: number,
  weights: Weights,
  scope: BayesScope,
): number {
  const from = matrix.marks[row * MARKS] ?? 0
  const sum = sumOf(matrix, weights, from, bayesEnd(matrix, row, scope))
  return rowScale(matrix, row, scope) * sum
}

/** What a weight of naive Bayes counts for in a row. */
export function rowScale(matrix: Matrix, row: number, scope: BayesScope): number {
  return bayesScale(bayesEnd(matrix, row, scope) - (matrix.marks[row * MARKS] ?? 0))
}

/** Where the features of a row that naive Bayes reads end. */
function bayesEnd(matrix: Matrix, row: number, scope: BayesScope): number {
  return matrix.marks[row * MARKS + (scope === 'words' ? 1 : 3)] ?? 0
}

function addFeatures(
  matrix: Matrix,
  row: number,
  scope: BayesScope,
  counts: Float64Array,
  weight: number,
): void {
  const end = bayesEnd(matrix, row, scope)
  for (let j = matrix.marks[row * MARKS] ?? 0; j < end; j++) {
    const id = matrix.ids[j] ?? 0
    counts[id] = (counts[id] ?? 0) + weight
  }
}
