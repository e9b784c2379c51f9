import type { OutOfFold } from './calibrate.ts'
import type { LearnSettings } from './learn-settings.ts'
import { type LinearModel, linearScore, trainLinear } from './linear-model.ts'
import type { Matrix, Weights } from './matrix.ts'
import {
  type BayesOptions,
  bayesOf,
  bayesScore,
  countRows,
  rowScale,
  withoutRows,
} from './naive-bayes.ts'
import type { TrainingFolds } from './training-folds.ts'

/** A support vector machine of all rows, and what those of the folds say of each text. */
export interface ScoredLinear {
  readonly model: LinearModel
  readonly scores: Float64Array
}

/**
 * Trains a support vector machine on all rows, and one without each fold and the copies in it to score
 * the texts of the fold. Where naive Bayes learns alone, all weights are 0, and so are the scores.
 *
 * @param report  Told of each machine.
 */
export function learnLinear(
  matrix: Matrix,
  { texts, rows, folds }: TrainingFolds,
  settings: LearnSettings,
  report: () => void,
): ScoredLinear {
  const scores = new Float64Array(texts)
  if (settings.learner === 'naive-bayes') {
    report()
    return { model: { weights: new Float32Array(matrix.columns), bias: 0 }, scores }
  }
  for (const { held, seen } of folds) {
    const model = trainLinear(matrix, seen, settings)
    for (const row of held) scores[row] = linearScore(matrix, row, model)
    report()
  }
  const model = trainLinear(matrix, rows, settings)
  report()
  return { model, scores }
}

/** What naive Bayes said of texts it had not seen, and how that is scaled. */
export type BayesScores = Pick<OutOfFold, 'bayes' | 'scale'>

/**
 * Trains naive Bayes on all rows, and lets it forget each fold and the copies in it to score the texts
 * of the fold.
 */
export function learnBayes(
  matrix: Matrix,
  { texts, rows, folds }: TrainingFolds,
  options: BayesOptions,
): { readonly model: Weights; readonly scores: BayesScores } {
  const { scope } = options
  const bayes = new Float64Array(texts)
  const counts = countRows(matrix, rows, scope)
  for (const { held, unseen } of folds) {
    const weights = bayesOf(withoutRows(counts, matrix, unseen, scope), options)
    for (const row of held) bayes[row] = bayesScore(matrix, row, weights, scope)
  }
  const scale = bayes.map((_, row) => rowScale(matrix, row, scope))
  return { model: bayesOf(counts, options), scores: { bayes, scale } }
}
