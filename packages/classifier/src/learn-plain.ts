import { fitMixture, type Mixture, mix } from './calibrate.ts'
import type { LearnSettings } from './learn-settings.ts'
import type { LinearModel } from './linear-model.ts'
import type { Matrix, Weights } from './matrix.ts'
import { logLossOf } from './metrics.ts'
import type { BayesOptions } from './naive-bayes.ts'
import { type BayesScores, learnBayes, learnLinear } from './out-of-fold.ts'
import type { TrainingFolds } from './training-folds.ts'

/** What was learned of one view of the texts. */
export interface LearnedView {
  readonly linear: LinearModel
  /** Log-odds of each text from learners that had not seen it. */
  readonly outOfFold: Float64Array
}

/** What was learned of texts without their source. */
export interface PlainLearned extends LearnedView {
  readonly mixture: Mixture
  readonly bayes: Weights
  readonly bayesOptions: BayesOptions
  /** What naive Bayes said of texts it had not seen. */
  readonly bayesScores: BayesScores
}

/**
 * Learns from texts without their source: a support vector machine and naive Bayes on all rows, and
 * their mixture on scores that each text got from learners that had not seen its fold. Of several
 * kinds of naive Bayes the one whose mixture has the least out-of-fold log loss is taken.
 *
 * Source: Wolpert 1992, "Stacked Generalization".
 */
export function learnPlain(
  matrix: Matrix,
  folds: TrainingFolds,
  settings: LearnSettings,
  report: () => void,
): PlainLearned {
  const isSpam = matrix.isSpam.subarray(0, folds.texts)
  const linear = learnLinear(matrix, folds, settings, report)
  const [first, ...others] = settings.bayes.map((bayesOptions) => {
    const { model: bayes, scores: bayesScores } = learnBayes(matrix, folds, bayesOptions)
    const scores = { linear: linear.scores, ...bayesScores }
    const mixture = fitMixture(scores, isSpam)
    const outOfFold = mix(scores, mixture)
    const loss = logLossOf(outOfFold, isSpam)
    return { bayesOptions, bayes, bayesScores, mixture, outOfFold, loss }
  })
  if (first === undefined) throw new RangeError('there is no kind of naive Bayes to choose from')
  const { loss: _, ...best } = others.reduce(
    (least, other) => (other.loss < least.loss ? other : least),
    first,
  )
  return { linear: linear.model, ...best }
}
