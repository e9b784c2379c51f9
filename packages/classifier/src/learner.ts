import { fitMixture, type Mixture, mix, type OutOfFold } from './calibrate.ts'
import { type LinearModel, linearScore, trainLinear } from './linear-model.ts'
import type { Matrix } from './matrix.ts'
import { logLossOf } from './metrics.ts'
import { type BayesModel, type BayesOptions, bayesScore, trainBayes } from './naive-bayes.ts'
import { groupedFolds, rowsWhere, stratifiedFolds } from './split.ts'
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
  /** How many texts there are. If there are more rows, they are a copy of each, in the same order. */
  readonly texts: number
  readonly plain: Matrix
  readonly sourced?: Matrix
  /** The group of each text: those of one group lie in one fold. */
  readonly groups?: Int32Array
}

/**
 * Naive Bayes, and a support vector machine for each view of the texts, trained on all rows. Where
 * naive Bayes learns alone, the weights of the machine are 0, and so is its share of the mixture.
 */
export interface Learned {
  /** How many groups the folds kept whole, if any were to be and could. */
  readonly groups?: number
  readonly bayes: BayesModel
  readonly bayesOptions: BayesOptions
  readonly plain: LearnedView
  readonly sourced?: LearnedView
}

/** One view of the texts, and how to mix its score with naive Bayes. */
export interface LearnedView {
  readonly linear: LinearModel
  readonly mixture: Mixture
  /** Log-odds of each text from learners that had not seen it. */
  readonly outOfFold: Float64Array
}

/**
 * Trains the learners on all texts, and their mixtures on scores that each text got from learners
 * trained without its fold and the copies in it. Of several kinds of naive Bayes the one whose mixture has the least
 * out-of-fold log loss is taken.
 *
 * Source: Wolpert 1992, "Stacked Generalization".
 */
export function learn(matrices: TrainingMatrices, settings: LearnSettings): Learned {
  const { plain, sourced, texts } = matrices
  const isSpam = plain.isSpam.subarray(0, texts)
  const split = splitTexts(matrices, settings)
  const report = openProgress(settings, sourced === undefined ? 1 : 2)
  const linear = learnLinear(plain, split, settings, report)
  const choice = chooseBayes(plain, split, settings, linear.scores)
  const { bayesOptions, scores } = choice
  const viewOf = (scored: ScoredLinear): LearnedView => {
    const both = { linear: scored.scores, bayes: scores }
    const mixture = fitMixture(both, isSpam)
    return { linear: scored.model, mixture, outOfFold: mix(both, mixture) }
  }
  const bayes = trainBayes(plain, split.rows, bayesOptions)
  const { groups } = split
  const learned = { bayes, bayesOptions, plain: viewOf(linear), ...(groups && { groups }) }
  if (sourced === undefined) return learned
  const linearSourced = learnLinear(sourced, split, settings, report)
  return { ...learned, sourced: viewOf(linearSourced) }
}

/** Which rows are learned from, and scored by learners that have not seen them. */
interface Split {
  readonly texts: number
  /** All rows. */
  readonly rows: readonly number[]
  readonly folds: readonly Fold[]
  /** See {@link Learned.groups}. */
  readonly groups?: number
}

/** One fold: the texts that are held out, and the rows that are learned from, copies included. */
interface Fold {
  readonly held: readonly number[]
  readonly seen: readonly number[]
}

function splitTexts(matrices: TrainingMatrices, { folds, seed }: LearnSettings): Split {
  const { plain, texts, groups } = matrices
  const isSpam = plain.isSpam.subarray(0, texts)
  const whole = groups && groupedFolds(groups, isSpam, folds, seed)
  const isWhole = whole !== undefined && hasBothLabels(whole, isSpam, folds)
  const foldOf = isWhole ? whole : stratifiedFolds(isSpam, folds, seed)
  const rows = Array.from({ length: plain.rows }, (_, row) => row)
  return {
    texts,
    rows,
    folds: Array.from({ length: folds }, (_, fold) => ({
      held: rowsWhere(foldOf, (value) => value === fold),
      seen: rows.filter((row) => foldOf[row % texts] !== fold),
    })),
    ...(isWhole && { groups: new Set(groups).size }),
  }
}

/** Whether each fold has texts of both labels. */
function hasBothLabels(foldOf: Int32Array, isSpam: Uint8Array, folds: number): boolean {
  return new Set(foldOf.map((fold, at) => 2 * fold + (isSpam[at] ?? 0))).size === 2 * folds
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
  { texts, rows, folds }: Split,
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

interface BayesChoice {
  readonly bayesOptions: BayesOptions
  readonly scores: Float64Array
}

function chooseBayes(
  matrix: Matrix,
  split: Split,
  settings: LearnSettings,
  linear: Float64Array,
): BayesChoice {
  const isSpam = matrix.isSpam.subarray(0, split.texts)
  const [first, ...others] = settings.bayes.map((bayesOptions) => {
    const scores = scoreBayes(matrix, split, bayesOptions)
    return { bayesOptions, scores, loss: lossOf({ linear, bayes: scores }, isSpam) }
  })
  if (first === undefined) throw new RangeError('there is no kind of naive Bayes to choose from')
  return others.reduce((best, other) => (other.loss < best.loss ? other : best), first)
}

function scoreBayes(matrix: Matrix, { texts, folds }: Split, options: BayesOptions): Float64Array {
  const scores = new Float64Array(texts)
  for (const { held, seen } of folds) {
    const model = trainBayes(matrix, seen, options)
    for (const row of held) scores[row] = bayesScore(matrix, row, model, options.scope)
  }
  return scores
}

function lossOf(scores: OutOfFold, isSpam: Uint8Array): number {
  return logLossOf(mix(scores, fitMixture(scores, isSpam)), isSpam)
}
