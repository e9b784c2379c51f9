import type { Metrics } from '@hamlet/classifier'

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
