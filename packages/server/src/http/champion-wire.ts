import {
  type Bands,
  type Calibration,
  type Evaluation,
  type HeavyPiece,
  type Metrics,
  type Model,
  probabilityOf,
  type ReportedOptions,
  type ReportPart,
  SOURCES,
  type Source,
  type TrainingReport,
  type View,
} from '@hamlet/classifier'
import type { Champion } from '../usecases/show-champion.ts'
import { metricsRecord } from './metrics-record.ts'
import { promiseRecord } from './promises-record.ts'
import { type Rates, ratesAt } from './rates.ts'

/** The champion on the wire. */
export function championReply({ model, bytes, file, keptAt }: Champion) {
  const { version, report } = model
  return {
    version,
    name: file ?? null,
    bytes,
    kept_at: keptAt?.toISOString() ?? null,
    options: optionsReply(report.options),
    data: dataReply(report),
    views: viewsReply(model),
    ...(report.pieces && {
      pieces: {
        towards_spam: report.pieces.towardsSpam.map(pieceReply),
        towards_ham: report.pieces.towardsHam.map(pieceReply),
      },
    }),
  }
}

function optionsReply(options: ReportedOptions) {
  const { learner = 'hybrid', bits, pairs, cost, alpha, folds, seed, augment = false } = options
  return {
    ...{ learner, bits, gram_sizes: [...options.gramSizes], pairs, cost, alpha },
    ...{ bayes_scope: options.bayesScope, folds, seed, augment },
  }
}

function dataReply(report: TrainingReport) {
  const { examples, ham, spam, duplicates, groups, fingerprint, sources, corpora } = report
  return {
    ...{ n: examples, n_ham: ham, n_spam: spam, duplicates, fingerprint },
    ...(groups !== undefined && { groups }),
    sources: (sources ?? []).map(partReply),
    corpora: (corpora ?? []).map(partReply),
  }
}

function partReply({ name, fingerprint, outOfFold, outOfFoldSourced }: ReportPart) {
  return {
    ...{ name, fingerprint, metrics: metricsReply(outOfFold) },
    ...(outOfFoldSourced && { metrics_source_told: metricsReply(outOfFoldSourced) }),
  }
}

function metricsReply(metrics: Metrics) {
  const { n, ham, spam, confusion } = metrics
  return {
    ...{ n, n_ham: ham, n_spam: spam },
    confusion: {
      true_positives: confusion.truePositives,
      false_positives: confusion.falsePositives,
      true_negatives: confusion.trueNegatives,
      false_negatives: confusion.falseNegatives,
    },
    ...metricsRecord(metrics),
  }
}

function viewsReply({ plain, sourced, report }: Model) {
  const views = [
    {
      source_told: false,
      calibrations: [calibrationReply(null, plain.calibration)],
      ...viewReply(plain, report.promises, report.outOfFold, report.evaluation),
    },
  ]
  if (sourced === undefined) return views
  const calibrations = SOURCES.flatMap((source) => {
    const calibration = sourced.calibrations[source]
    return calibration === undefined ? [] : [calibrationReply(source, calibration)]
  })
  const { promisesSourced, outOfFoldSourced, evaluationSourced } = report
  const told = viewReply(sourced, promisesSourced, outOfFoldSourced, evaluationSourced)
  return [...views, { source_told: true, calibrations, ...told }]
}

function calibrationReply(source: Source | null, { linear, bayes, scale, bias }: Calibration) {
  return { source, linear, bayes, scale, bias }
}

function viewReply(
  { bands }: View,
  promises: TrainingReport['promises'],
  metrics: Metrics | undefined,
  evaluation: Evaluation | undefined,
) {
  const rates = metrics && evaluation ? ratesAt(evaluation.thresholds, metrics) : []
  return {
    bands: (['review', 'spam', 'discard'] as const).map((verdict) => ({
      ...bandReply(verdict, bands, rates),
      ...(verdict !== 'review' && promises && { promise: promiseRecord(promises[verdict]) }),
    })),
    ...(metrics && { metrics: metricsReply(metrics) }),
    thresholds: rates.map((one) => ({
      ...{ log_odds: one.logOdds, probability: probabilityOf(one.logOdds) },
      ...ratesReply(one),
      miss_rate: one.missRate,
    })),
    roc: rocPoints(rates),
    precision_recall: precisionPoints(rates),
    reliability: (evaluation?.reliability ?? []).map(({ meanPredicted, spamShare, ...bin }) => ({
      ...bin,
      ...{ mean_predicted: meanPredicted, spam_share: spamShare },
    })),
  }
}

function bandReply(verdict: keyof Bands, bands: Bands, rates: readonly Rates[]) {
  const logOdds = bands[verdict]
  const own = rates.find((one) => one.logOdds === logOdds)
  return {
    ...{ verdict, log_odds: logOdds, probability: probabilityOf(logOdds) },
    ...(own && { rates: ratesReply(own) }),
  }
}

function ratesReply({ hamBlocked, spamMissed, fpr, fprBound, recall, precision }: Rates) {
  return {
    ...{ ham_blocked: hamBlocked, spam_missed: spamMissed },
    ...{ fpr, fpr_bound: fprBound, recall, precision },
  }
}

/** From the highest threshold to the lowest, and the two corners that no threshold need reach. */
function rocPoints(rates: readonly Rates[]) {
  if (rates.length === 0) return []
  const corners = [
    { fpr: 0, recall: 0 },
    { fpr: 1, recall: 1 },
  ] as const
  const points = rates.map(({ fpr, recall }) => ({ fpr, recall })).reverse()
  return [corners[0], ...points, corners[1]].filter(({ fpr, recall }, i, all) => {
    const before = all[i - 1]
    return fpr !== before?.fpr || recall !== before.recall
  })
}

/** From the highest threshold that blocks anything to the lowest. */
function precisionPoints(rates: readonly Rates[]) {
  const points = rates.filter(({ precision, hamBlocked }) => precision > 0 || hamBlocked > 0)
  return points.map(({ recall, precision }) => ({ recall, precision })).reverse()
}

function pieceReply({ piece, contribution, ham, spam }: HeavyPiece) {
  return { piece, contribution, ham, spam }
}
