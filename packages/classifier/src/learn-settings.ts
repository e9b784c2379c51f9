import type { BayesOptions } from './naive-bayes.ts'
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
