import { alteredCopies } from './augment.ts'
import { fitBands, type Mixture } from './calibrate.ts'
import type { LearnedView } from './learn-plain.ts'
import type { SourcedLearned } from './learn-sourced.ts'
import { learn, type TrainingMatrices } from './learner.ts'
import { buildMatrix } from './matrix.ts'
import type { Model } from './model.ts'
import { sealModel } from './model-file.ts'
import { nearDuplicateGroups } from './near-duplicates.ts'
import { quantize } from './quantize.ts'
import type { BandPromises } from './report.ts'
import { channelOf, channelsOf, withSources } from './sources.ts'
import { removeDuplicates } from './split.ts'
import type { Calibration, SourcedView, View } from './tables.ts'
import { type Settings, settingsOf, type TrainOptions } from './train-options.ts'
import { reportOf, type Training } from './training-report.ts'
import { type Example, type LogOdds, SOURCES } from './units.ts'

/**
 * Trains a classifier. Exact duplicates count once, the first of them.
 *
 * Deterministic: the same examples in the same order, options and seed give the same bytes in the
 * same engine. (`Math.log` and `Math.exp` may differ in the last place between engines, and so may
 * what is trained there. What a trained model answers does not.)
 *
 * @throws {TrainingDataError} Fewer than two distinct examples of a label, or too little ham for
 *   `maxFpr`.
 * @throws {RangeError} An option is out of its range.
 *
 * Cost: some 10 passes over all features, times the folds. It blocks: run it in a worker.
 */
export function trainModel(examples: readonly Example[], options: TrainOptions = {}): Model {
  const distinct = removeDuplicates(examples)
  const settings = settingsOf(distinct, options)
  const matrices = trainingMatrices(distinct, settings)
  const learned = learn(matrices, settings)
  const duplicates = examples.length - distinct.length
  const { groups } = matrices
  return modelOf({ learned, settings, examples: distinct, duplicates, groups })
}

/**
 * Turns examples, and altered copies if wanted, into what the learners look at, with sources where
 * there are some to learn. Naive Bayes alone knows of no sources.
 */
function trainingMatrices(
  examples: readonly Example[],
  { learner, features, augment, keepNear, seed }: Settings,
): TrainingMatrices {
  const all = augment ? [...examples, ...alteredCopies(examples, seed)] : examples
  const plain = buildMatrix(all, features)
  const groups = keepNear && { groups: nearDuplicateGroups(examples.map(({ text }) => text)) }
  const matrices = { texts: examples.length, plain, ...groups }
  const ofTexts = channelsOf(examples)
  if (learner === 'naive-bayes' || ofTexts.every((channel) => channel === 0)) return matrices
  const channels = Uint8Array.from(all, (_, row) => ofTexts[row % examples.length] ?? 0)
  const matrix = withSources(plain, channels, features.bits)
  return { ...matrices, sourced: { matrix, channels } }
}

/** The tables that judge, and a report of how they came about. */
function modelOf(training: Training): Model {
  const { learned, settings, examples } = training
  const { bayesOptions, mixture } = learned.plain
  const { steps, step } = quantize(learned.plain.bayes.subarray(0, 2 ** settings.features.bits))
  const isHam = examples.map(({ label }) => label === 'ham')
  const { promises, ...view } = viewOf(learned.plain, settings, isHam)
  const common = {
    ...{ features: settings.features, bayesScope: bayesOptions.scope },
    ...{ bayes: steps, bayesStep: step },
    plain: { ...view, calibration: calibrationOf(learned.plain, mixture) },
  }
  if (learned.sourced === undefined) {
    return sealModel({ ...common, report: reportOf(training, common, { promises }) })
  }
  const { channels } = learned.sourced
  const isOwnHam = isHam.map((is, i) => is && channels[i] !== 0)
  const { promises: promisesSourced, ...viewSourced } = viewOf(learned.sourced, settings, isOwnHam)
  const sourced = { ...viewSourced, calibrations: calibrationsOf(learned.sourced) }
  const tables = { ...common, sourced }
  return sealModel({ ...tables, report: reportOf(training, tables, { promises, promisesSourced }) })
}

function calibrationsOf(learned: SourcedLearned): SourcedView['calibrations'] {
  const entries = SOURCES.flatMap((source) => {
    const mixture = learned.mixtures.get(channelOf(source))
    return mixture === undefined ? [] : [[source, calibrationOf(learned, mixture)] as const]
  })
  return Object.fromEntries(entries)
}

function calibrationOf({ linear }: LearnedView, mixture: Mixture): Calibration {
  return { ...mixture, bias: (mixture.bias + mixture.linear * linear.bias) as LogOdds }
}

/** A view, and what its bands promise. */
interface PromisedView extends View {
  readonly promises: BandPromises
}

/** @param isHam  Whether a text is ham that this view judges, by which it sets its bands. */
function viewOf(
  { linear, outOfFold }: LearnedView,
  { features, maxFpr, confidence }: Settings,
  isHam: readonly boolean[],
): PromisedView {
  const hashed = 2 ** features.bits
  const { steps, step } = quantize(linear.weights.subarray(0, hashed))
  return {
    linear: steps,
    linearStep: step,
    shapes: linear.weights.slice(hashed),
    ...fitBands(
      outOfFold.filter((_, i) => isHam[i]),
      maxFpr,
      confidence,
    ),
  }
}
