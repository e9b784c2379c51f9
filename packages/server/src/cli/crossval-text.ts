import type { Learner } from '@hamlet/classifier'
import { RANKING_NAMES, type RankingName } from '../http/metrics-record.ts'
import type { Findings, Spread, Spreads } from './crossval-summary.ts'

/** How texts were dealt, and what that found. */
export interface CrossvalReport extends Findings {
  readonly n: number
  readonly n_ham: number
  readonly n_spam: number
  readonly duplicates: number
  readonly folds: number
  readonly repeats: number
  readonly seed: number
  readonly learner: Learner
  readonly group: 'none' | 'near'
  /** Groups of near duplicates, texts without one included; absent when they were not looked for. */
  readonly groups?: number
}

const WIDTH = Math.max(...RANKING_NAMES.map((name) => name.length))
/** What a row per file has place for. */
const COLUMNS: readonly (readonly [title: string, name: RankingName])[] = [
  ['accuracy', 'accuracy'],
  ['f1', 'f1'],
  ['mcc', 'mcc'],
  ['fpr', 'fpr'],
  ['1-auc %', 'one_minus_auc_percent'],
  ['r@0.2%', 'recall_at_fpr_0_2_percent'],
  ['log loss', 'log_loss'],
  ['ece', 'ece'],
]

/** A cross-validation as tables for a terminal, with a final newline. */
export function crossvalText(report: CrossvalReport): string {
  const metrics = RANKING_NAMES.map((name) => spreadLine(name, report.metrics[name]))
  const parts = [
    headOf(report),
    metrics.join('\n'),
    confusionOf(report),
    reliabilityOf(report),
    ...(report.corpora.length > 1 ? [corporaOf(report)] : []),
  ]
  return `${parts.join('\n\n')}\n`
}

/** What was measured, in one line. */
export function headOf({
  n,
  n_ham,
  n_spam,
  duplicates,
  folds,
  repeats,
  ...rest
}: CrossvalReport): string {
  const texts = `${n} texts (${n_ham} ham, ${n_spam} spam; ${duplicates} exact duplicates removed)`
  const near =
    rest.groups === undefined ? '' : `, ${rest.groups} groups of near duplicates kept whole`
  const alone = rest.learner === 'naive-bayes' ? ', naive Bayes alone' : ''
  return `${texts}, ${folds} folds, ${repeats} repeats${alone}${near}`
}

function spreadLine(name: RankingName, { mean, sd }: Spread): string {
  return `${name.padEnd(WIDTH)} ${mean.toFixed(5).padStart(9)}  sd ${sd.toFixed(5)}`
}

function confusionOf({ confusion }: CrossvalReport): string {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion
  return [
    row('all repeats', ['called ham', 'called spam']),
    row('ham', [trueNegatives, falsePositives]),
    row('spam', [falseNegatives, truePositives]),
  ].join('\n')
}

function reliabilityOf({ reliability }: CrossvalReport): string {
  const bins = reliability.map(({ from, to, count, meanPredicted, spamShare }) => {
    const range = `${from.toFixed(3)}-${to.toFixed(3)}`
    if (count === 0) return row(range, [0, '', ''])
    return row(range, [count, meanPredicted.toFixed(4), spamShare.toFixed(4)])
  })
  return [row('probability', ['texts', 'mean', 'are spam']), ...bins].join('\n')
}

function corporaOf({ corpora, macro }: CrossvalReport): string {
  const width = Math.max('macro mean'.length, ...corpora.map(({ name }) => name.length))
  const line = (name: string, cells: readonly (string | number)[]): string =>
    name.padEnd(width) + cells.map((cell) => String(cell).padStart(9)).join('')
  const means = (metrics: Spreads): string[] =>
    COLUMNS.map(([, name]) => metrics[name].mean.toFixed(4))
  return [
    line('file', ['ham', 'spam', ...COLUMNS.map(([title]) => title)]),
    ...corpora.map(({ name, n_ham, n_spam, metrics }) =>
      line(name, [n_ham, n_spam, ...means(metrics)]),
    ),
    ...(macro === undefined ? [] : [line('macro mean', ['', '', ...means(macro)])]),
  ].join('\n')
}

function row(name: string, cells: readonly (string | number)[]): string {
  return name.padEnd(12) + cells.map((cell) => String(cell).padStart(12)).join('')
}
