import type { Metrics } from '@hamlet/classifier'

/** The metrics of one class, seen as the positive one. */
interface ClassRow {
  readonly name: string
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly support: number
}

/**
 * The table that people who train classifiers know, with what matters for spam below it. No final
 * newline.
 */
export function classificationReport(metrics: Metrics): string {
  const rows = [hamRow(metrics), spamRow(metrics)]
  const lines = [
    line('', ['precision', 'recall', 'f1-score', 'support']),
    '',
    ...rows.map(rowLine),
    '',
    line('accuracy', ['', '', fixed(metrics.accuracy), String(metrics.n)]),
    rowLine(meanRow('macro avg', rows, () => 1)),
    rowLine(meanRow('weighted avg', rows, ({ support }) => support)),
    '',
    ...spamLines(metrics),
  ]
  return lines.join('\n')
}

function spamRow({ precision, recall, f1, spam }: Metrics): ClassRow {
  return { name: 'spam', precision, recall, f1, support: spam }
}

function hamRow({ confusion, ham }: Metrics): ClassRow {
  const { trueNegatives, falseNegatives, falsePositives } = confusion
  const precision = ratio(trueNegatives, trueNegatives + falseNegatives)
  const recall = ratio(trueNegatives, trueNegatives + falsePositives)
  const f1 = ratio(2 * precision * recall, precision + recall)
  return { name: 'ham', precision, recall, f1, support: ham }
}

function meanRow(
  name: string,
  rows: readonly ClassRow[],
  weightOf: (row: ClassRow) => number,
): ClassRow {
  const total = rows.reduce((sum, row) => sum + weightOf(row), 0)
  const mean = (figure: (row: ClassRow) => number): number =>
    ratio(
      rows.reduce((sum, row) => sum + weightOf(row) * figure(row), 0),
      total,
    )
  return {
    name,
    precision: mean(({ precision }) => precision),
    recall: mean(({ recall }) => recall),
    f1: mean(({ f1 }) => f1),
    support: rows.reduce((sum, { support }) => sum + support, 0),
  }
}

function spamLines({ confusion, fpr, mcc, rocAuc, logLoss, ece, spam, ham }: Metrics): string[] {
  const { falsePositives, falseNegatives } = confusion
  return [
    `ham called spam: ${falsePositives} of ${ham} (${(100 * fpr).toFixed(2)} %)`,
    `spam let through: ${falseNegatives} of ${spam}`,
    `mcc ${fixed(mcc)}, roc auc ${fixed(rocAuc)}, log loss ${fixed(logLoss)}, ece ${fixed(ece)}`,
  ]
}

function rowLine({ name, precision, recall, f1, support }: ClassRow): string {
  return line(name, [fixed(precision), fixed(recall), fixed(f1), String(support)])
}

function line(name: string, cells: readonly string[]): string {
  return name.padStart(12) + cells.map((cell) => cell.padStart(11)).join('')
}

function fixed(value: number): string {
  return value.toFixed(4)
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
