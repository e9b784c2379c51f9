import {
  type Metrics,
  measure,
  oneMinusAucPercent,
  recallAtFpr,
  type Scored,
} from '@hamlet/classifier'

/** The metrics that are means over texts or classes, by their names on the wire. */
export function metricsRecord(metrics: Metrics): Readonly<Record<MetricName, number>> {
  return {
    accuracy: metrics.accuracy,
    precision: metrics.precision,
    recall: metrics.recall,
    f1: metrics.f1,
    mcc: metrics.mcc,
    fpr: metrics.fpr,
    roc_auc: metrics.rocAuc,
    log_loss: metrics.logLoss,
    ece: metrics.ece,
  }
}

/** The metrics' names on the wire, in the order in which they are printed. */
export const METRIC_NAMES = [
  'accuracy',
  'precision',
  'recall',
  'f1',
  'mcc',
  'fpr',
  'roc_auc',
  'log_loss',
  'ece',
] as const

/** One of {@link METRIC_NAMES}. */
export type MetricName = (typeof METRIC_NAMES)[number]

/** The metrics and what else the scores tell of their order, by their names on the wire. */
export function rankingRecord(scored: readonly Scored[]): Readonly<Record<RankingName, number>> {
  const metrics = measure(scored)
  return {
    ...metricsRecord(metrics),
    one_minus_auc_percent: oneMinusAucPercent(metrics),
    recall_at_fpr_0_2_percent: recallAtFpr(scored, 0.002),
    recall_at_fpr_1_percent: recallAtFpr(scored, 0.01),
  }
}

/** The names of a {@link rankingRecord}, in the order in which they are printed. */
export const RANKING_NAMES = [
  ...METRIC_NAMES,
  'one_minus_auc_percent',
  'recall_at_fpr_0_2_percent',
  'recall_at_fpr_1_percent',
] as const

/** One of {@link RANKING_NAMES}. */
export type RankingName = (typeof RANKING_NAMES)[number]
