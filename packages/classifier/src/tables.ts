import type { BayesScope } from './naive-bayes.ts'
import type { LogOdds, Source } from './units.ts'
import type { FeatureOptions } from './workspace.ts'

/**
 * All that a model judges by.
 *
 * The log-odds of a text with words W, character n-grams C and shape features H are
 *
 *     bias + linear (step_l (1.5 sum_W l / sqrt|W| + sum_C l / sqrt|C|) + sum_H h / (2 sqrt|H|))
 *          + (bayes step_b sum_B b + scale) / sqrt|B|
 *
 * with the view's weights l and h, the calibration's bias, linear, bayes and scale, and B the features
 * that naive Bayes reads. Where the source is known, each l of a word and each h has that of the
 * source added.
 */
export interface Tables {
  readonly features: FeatureOptions
  readonly bayesScope: BayesScope
  /** Naive Bayes weights of the hashed features, in steps of `bayesStep`. */
  readonly bayes: Int8Array
  readonly bayesStep: number
  /** How texts are judged whose source is unknown, or was not learned. */
  readonly plain: PlainView
  /** How texts of known source are judged; absent when the training could not tell sources apart. */
  readonly sourced?: SourcedView
}

/** One way to judge a text. */
export interface View {
  /** Support vector weights of the hashed features, in steps of `linearStep`. */
  readonly linear: Int8Array
  readonly linearStep: number
  /** Support vector weights of the shape features; a table per source behind the common one. */
  readonly shapes: Float32Array
  readonly bands: Bands
}

/** The view of texts of unknown source. */
export interface PlainView extends View {
  readonly calibration: Calibration
}

/** The view of texts of known source: a calibration for each that was learned. */
export interface SourcedView extends View {
  readonly calibrations: Readonly<Partial<Record<Source, Calibration>>>
}

/** How the two learners' scores become log-odds. */
export interface Calibration {
  readonly linear: number
  readonly bayes: number
  /** What 1 / sqrt of the features that naive Bayes reads counts for. */
  readonly scale: number
  readonly bias: LogOdds
}

/** The log-odds from which on a text gets each verdict; below `review` it is ham. */
export interface Bands {
  readonly review: LogOdds
  readonly spam: LogOdds
  readonly discard: LogOdds
}
