import { type LearnedView, learnPlain, type PlainLearned } from './learn-plain.ts'
import type { LearnSettings } from './learn-settings.ts'
import { learnSourced, type SourcedLearned, type SourcedRows } from './learn-sourced.ts'
import { type Matrix, packColumns, unpackWeights } from './matrix.ts'
import { dealRows } from './training-folds.ts'

/** What is learned from: texts without their source and, if sources differ, texts with it. */
export interface TrainingMatrices {
  /** How many texts there are. If there are more rows, they are a copy of each, in the same order. */
  readonly texts: number
  readonly plain: Matrix
  readonly sourced?: SourcedRows
  /** The group of each text: those of one group lie in one fold. */
  readonly groups?: Int32Array
}

/** What was learned for each view of the texts. */
export interface Learned {
  /** How many groups the folds kept whole, if any were to be and could. */
  readonly groups?: number
  readonly plain: PlainLearned
  readonly sourced?: SourcedLearned
}

/** Trains the learners of both views on all texts. */
export function learn(matrices: TrainingMatrices, settings: LearnSettings): Learned {
  const { plain: all, sourced: sourcedRows, texts, groups } = matrices
  const folds = dealRows({ texts, isSpam: all.isSpam, groups }, settings)
  const report = openProgress(settings, sourcedRows === undefined ? 1 : 2)
  const { matrix, columns } = packColumns(all)
  const packed = learnPlain(matrix, folds, settings, report)
  const bayes = unpackWeights(packed.bayes, columns, all.columns)
  const plain = { ...unpackLinear(packed, columns, all), bayes }
  const whole = folds.groups === undefined ? {} : { groups: folds.groups }
  if (sourcedRows === undefined) return { ...whole, plain }
  const ofSources = packColumns(sourcedRows.matrix)
  const rows = { ...sourcedRows, matrix: ofSources.matrix }
  const sourced = learnSourced(rows, { plain, folds, settings, report })
  return { ...whole, plain, sourced: unpackLinear(sourced, ofSources.columns, sourcedRows.matrix) }
}

/** The same view, with the weights of all columns. */
function unpackLinear<View extends LearnedView>(
  view: View,
  columns: Int32Array,
  all: Matrix,
): View {
  const weights = unpackWeights(view.linear.weights, columns, all.columns)
  return { ...view, linear: { ...view.linear, weights } }
}

/** Counts the support vector machines that are trained, which is where the time goes. */
function openProgress({ learner, folds, onProgress }: LearnSettings, views: number): () => void {
  const machines = learner === 'hybrid' ? views * (folds + 1) : 1
  let trained = 0
  return () => onProgress(++trained / machines)
}
