import { learnPlain, type PlainLearned } from './learn-plain.ts'
import type { LearnSettings } from './learn-settings.ts'
import { learnSourced, type SourcedLearned, type SourcedRows } from './learn-sourced.ts'
import type { Matrix } from './matrix.ts'
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
  const { plain: matrix, sourced: rows, texts, groups } = matrices
  const folds = dealRows({ texts, isSpam: matrix.isSpam, groups }, settings)
  const report = openProgress(settings, rows === undefined ? 1 : 2)
  const plain = learnPlain(matrix, folds, settings, report)
  const whole = folds.groups === undefined ? {} : { groups: folds.groups }
  if (rows === undefined) return { ...whole, plain }
  const sourced = learnSourced(rows, { plain, folds, settings, report })
  return { ...whole, plain, sourced }
}

/** Counts the support vector machines that are trained, which is where the time goes. */
function openProgress({ learner, folds, onProgress }: LearnSettings, views: number): () => void {
  const machines = learner === 'hybrid' ? views * (folds + 1) : 1
  let trained = 0
  return () => onProgress(++trained / machines)
}
