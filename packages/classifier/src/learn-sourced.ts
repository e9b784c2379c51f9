import { fitMixture, type Mixture, mix, type OutOfFold } from './calibrate.ts'
import type { LearnedView, PlainLearned } from './learn-plain.ts'
import type { LearnSettings } from './learn-settings.ts'
import type { Matrix } from './matrix.ts'
import { learnLinear } from './out-of-fold.ts'
import { rowsWhere } from './split.ts'
import type { TrainingFolds } from './training-folds.ts'

/** Rows that know their source. */
export interface SourcedRows {
  /** The rows with their sources' copies. */
  readonly matrix: Matrix
  /** The channel of each row; 0 for one that has no copies. */
  readonly channels: Uint8Array
}

/** What was learned of texts with their source. */
export interface SourcedLearned extends LearnedView {
  /** Mixtures by channel. */
  readonly mixtures: ReadonlyMap<number, Mixture>
  /** The channel of each text; 0 for one that is judged as if its source were unknown. */
  readonly channels: Uint8Array
}

/** What {@link learnSourced} goes by. */
export interface SourcedLearning {
  /** What was learned of the same rows without their source. */
  readonly plain: PlainLearned
  readonly folds: TrainingFolds
  readonly settings: LearnSettings
  readonly report: () => void
}

/**
 * Learns from texts with their source: a support vector machine for all of them, and for each source
 * how to mix it with the naive Bayes of all, since what both are worth differs with the source. The
 * mixtures are not centred: the texts of a source may all be long, and what was found for their lengths
 * does not hold for a mail of one word. A text of no channel keeps what the plain learners say of it.
 */
export function learnSourced(
  { matrix, channels }: SourcedRows,
  { plain, folds, settings, report }: SourcedLearning,
): SourcedLearned {
  const linear = learnLinear(matrix, folds, settings, report)
  const scores = { linear: linear.scores, ...plain.bayesScores }
  const mixtures = new Map<number, Mixture>()
  const outOfFold = plain.outOfFold.slice()
  const ofTexts = channels.subarray(0, folds.texts)
  for (const channel of new Set(ofTexts)) {
    if (channel === 0) continue
    const rows = rowsWhere(ofTexts, (value) => value === channel)
    const own = scoresOf(scores, rows)
    const isSpam = Uint8Array.from(rows, (row) => matrix.isSpam[row] ?? 0)
    const mixture = fitMixture(own, isSpam, false)
    mixtures.set(channel, mixture)
    const logits = mix(own, mixture)
    for (const [i, row] of rows.entries()) outOfFold[row] = logits[i] ?? 0
  }
  return { linear: linear.model, mixtures, outOfFold, channels: ofTexts }
}

function scoresOf({ linear, bayes, scale }: OutOfFold, rows: readonly number[]): OutOfFold {
  const of = (scores: Float64Array): Float64Array => Float64Array.from(rows, (r) => scores[r] ?? 0)
  return { linear: of(linear), bayes: of(bayes), scale: of(scale) }
}
