import { fitMixture, type Mixture, mix, type OutOfFold } from './calibrate.ts'
import { type LinearModel, linearScore, trainLinear } from './linear-model.ts'
import type { Matrix } from './matrix.ts'
import { logLossOf } from './metrics.ts'
import { type BayesModel, type BayesOptions, bayesScore, trainBayes } from './naive-bayes.ts'
import { rowsWhere, stratifiedFolds } from './split.ts'
import type { Learner } from './units.ts'

/** What learning from some rows is told. */
export interface LearnSettings {
  readonly learner: Learner
  readonly cost: number
  /** The kinds of naive Bayes to choose from, one or more. */
  readonly bayes: readonly [BayesOptions, ...BayesOptions[]]
  readonly folds: number
  readonly seed: number
  readonly onProgress: (done: number) => void
}

/** What is learned from: texts without their source and, if sources differ, texts with it. */
export interface TrainingMatrices {
  readonly plain: Matrix
  readonly sourced?: Matrix
}

/**
 * Naive Bayes, and a support vector machine for each view of the texts, trained on all rows. Where
 * naive Bayes learns alone, the weights of the machine are 0, and so is its share of the mixture.
 */
export interface Learned {
  readonly bayes: BayesModel
  readonly bayesOptions: BayesOptions
  readonly plain: LearnedView
  readonly sourced?: LearnedView
}

/** One view of the texts, and how to mix its score with naive Bayes. */
export interface LearnedView {
  readonly linear: LinearModel
  readonly mixture: Mixture
  /** Log-odds of each row from learners that had not seen it. */
  readonly outOfFold: Float64Array
}

/**
 * Trains the learners on all `rows`, and their mixtures on scores that each row got from learners
 * trained without its fold. Of several kinds of naive Bayes the one whose mixture has the least
 * out-of-fold log loss is taken.
 *
 * Source: Wolpert 1992, "Stacked Generalization".
 */
export function learn(
  matrices: TrainingMatrices,
  rows: readonly number[],
  settings: LearnSettings,
): Learned {
  const { plain, sourced } = matrices
  const isSpam = Uint8Array.from(rows, (row) => plain.isSpam[row] ?? 0)
  const folds = splitFolds(rows, isSpam, settings)
  const report = openProgress(settings, sourced === undefined ? 1 : 2)
  const linear = learnLinear(plain, rows, folds, settings, report)
  const choice = chooseBayes(plain, rows, folds, settings, linear.scores)
  const { bayesOptions, scores } = choice
  const viewOf = (scored: ScoredLinear): LearnedView => {
    const both = { linear: scored.scores, bayes: scores }
    const mixture = fitMixture(both, isSpam)
    return { linear: scored.model, mixture, outOfFold: mix(both, mixture) }
  }
  const bayes = trainBayes(plain, rows, bayesOptions)
  if (sourced === undefined) return { bayes, bayesOptions, plain: viewOf(linear) }
  const linearSourced = learnLinear(sourced, rows, folds, settings, report)
  return { bayes, bayesOptions, plain: viewOf(linear), sourced: viewOf(linearSourced) }
}

/** One fold: the positions that are held out, and the rows of the matrix that are learned from. */
interface Fold {
  readonly held: readonly number[]
  readonly seen: readonly number[]
}

function splitFolds(
  rows: readonly number[],
  isSpam: Uint8Array,
  { folds, seed }: LearnSettings,
): Fold[] {
  const foldOf = stratifiedFolds(isSpam, folds, seed)
  return Array.from({ length: folds }, (_, fold) => ({
    held: rowsWhere(foldOf, (value) => value === fold),
    seen: rowsWhere(foldOf, (value) => value !== fold).map((at) => rows[at] ?? 0),
  }))
}

/** Counts the support vector machines that are trained, which is where the time goes. */
function openProgress({ learner, folds, onProgress }: LearnSettings, views: number): () => void {
  const machines = learner === 'hybrid' ? views * (folds + 1) : 1
  let trained = 0
  return () => onProgress(++trained / machines)
}

interface ScoredLinear {
  readonly model: LinearModel
  readonly scores: Float64Array
}

function learnLinear(
  matrix: Matrix,
  rows: readonly number[],
  folds: readonly Fold[],
  settings: LearnSettings,
  report: () => void,
): ScoredLinear {
  const scores = new Float64Array(rows.length)
  if (settings.learner === 'naive-bayes') {
    report()
    return { model: { weights: new Float32Array(matrix.columns), bias: 0 }, scores }
  }
  for (const { held, seen } of folds) {
    const model = trainLinear(matrix, seen, settings)
    for (const at of held) scores[at] = linearScore(matrix, rows[at] ?? 0, model)
    report()
  }
  const model = trainLinear(matrix, rows, settings)
  report()
  return { model, scores }
}

interface BayesChoice {
  readonly bayesOptions: BayesOptions
  readonly scores: Float64Array
}

function chooseBayes(
  matrix: Matrix,
  rows: readonly number[],
  folds: readonly Fold[],
  settings: LearnSettings,
  linear: Float64Array,
): BayesChoice {
  const isSpam = Uint8Array.from(rows, (row) => matrix.isSpam[row] ?? 0)
  const [first, ...others] = settings.bayes.map((bayesOptions) => {
    const scores = scoreBayes(matrix, rows, folds, bayesOptions)
    return { bayesOptions, scores, loss: lossOf({ linear, bayes: scores }, isSpam) }
  })
  if (first === undefined) throw new RangeError('there is no kind of naive Bayes to choose from')
  return others.reduce((best, other) => (other.loss < best.loss ? other : best), first)
}

function scoreBayes(
  matrix: Matrix,
  rows: readonly number[],
  folds: readonly Fold[],
  options: BayesOptions,
): Float64Array {
  const scores = new Float64Array(rows.length)
  for (const { held, seen } of folds) {
    const model = trainBayes(matrix, seen, options)
    for (const at of held) scores[at] = bayesScore(matrix, rows[at] ?? 0, model, options.scope)
  }
  return scores
}

function lossOf(scores: OutOfFold, isSpam: Uint8Array): number {
  return logLossOf(mix(scores, fitMixture(scores, isSpam)), isSpam)
}
