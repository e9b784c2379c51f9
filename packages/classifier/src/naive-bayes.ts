import { MARKS, type Matrix, sumOf, type Weights } from './matrix.ts'

/** Which features naive Bayes reads: single words, or all words and character n-grams. */
export type BayesScope = 'words' | 'all'

/** Bernoulli naive Bayes in its linear form: `base` + the weights of the features that are there. */
export interface BayesModel {
  readonly weights: Weights
  readonly base: number
}

/** What naive Bayes is trained with. */
export interface BayesOptions {
  readonly scope: BayesScope
  /** Added to each count, above 0. */
  readonly alpha: number
}

/**
 * Trains Bernoulli naive Bayes on some rows of a matrix.
 *
 * With p the share of spam and q the share of ham that has a feature, its weight is
 * logit p - logit q, and what its absence says is in `base`. Rows count by their weights.
 *
 * Source: McCallum and Nigam 1998, "A Comparison of Event Models for Naive Bayes Text
 * Classification", section 2.1; smoothing alpha.
 */
export function trainBayes(
  matrix: Matrix,
  rows: ArrayLike<number>,
  { scope, alpha }: BayesOptions,
): BayesModel {
  const spam = new Float32Array(matrix.columns)
  const ham = new Float32Array(matrix.columns)
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
  const weights = new Float32Array(matrix.columns)
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

function countFeatures(matrix: Matrix, row: number, scope: BayesScope, counts: Weights): void {
  const end = bayesEnd(matrix, row, scope)
  const weight = matrix.weights[row] ?? 1
  for (let j = matrix.marks[row * MARKS] ?? 0; j < end; j++) {
    const id = matrix.ids[j] ?? 0
    counts[id] = (counts[id] ?? 0) + weight
  }
}
