export { type Classification, type Classifier, openClassifier } from './classifier.ts'
export { type CrossValidation, crossValidate, type FoldResult } from './cross-validate.ts'
export {
  oneMinusAucPercent,
  type PrecisionPoint,
  precisionCurve,
  type RocPoint,
  recallAtFpr,
  rocCurve,
} from './curves.ts'
export type { Evaluation, ThresholdTable } from './evaluation.ts'
export type { HeaviestPieces, HeavyPiece } from './heaviest-pieces.ts'
export { type Confusion, type Metrics, measure, type Scored } from './metrics.ts'
export type { Model } from './model.ts'
export { decodeModel, encodeModel } from './model-file.ts'
export { ModelFileError, type ModelFileErrorCode } from './model-file-error.ts'
export type { BayesScope } from './naive-bayes.ts'
export { nearDuplicateGroups } from './near-duplicates.ts'
export {
  type GenericScore,
  type OnlineLearner,
  type OnlineOptions,
  openOnlineLearner,
} from './online-learner.ts'
export {
  fprBound,
  hamNeeded,
  type KeptPromise,
  type PromiseTerms,
  promiseThreshold,
  type RefusedPromise,
  type ThresholdPromise,
} from './promise.ts'
export type { Explanation, Reason } from './reasons.ts'
export { type ReliabilityBin, reliabilityBins } from './reliability.ts'
export type { BandPromises, ReportedOptions, ReportPart, TrainingReport } from './report.ts'
export { groupedFolds, removeDuplicates, stratifiedFolds } from './split.ts'
export type { Bands, Calibration, View } from './tables.ts'
export { trainModel } from './train.ts'
export { TrainingDataError, type TrainOptions } from './train-options.ts'
export {
  type Example,
  type Label,
  type Learner,
  type LogOdds,
  type Probability,
  probabilityOf,
  SOURCES,
  type Source,
  type Verdict,
} from './units.ts'
export type { FeatureOptions } from './workspace.ts'
