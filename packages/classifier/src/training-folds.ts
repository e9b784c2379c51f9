import { groupedFolds, rowsWhere, stratifiedFolds } from './split.ts'

/** Texts to learn from, as rows: each text and, if there are more rows, an altered copy of each. */
export interface TrainingRows {
  /** How many texts there are. Their copies, if any, are in the same order behind them. */
  readonly texts: number
  /** 1 for spam, 0 for ham, by row. */
  readonly isSpam: Uint8Array
  /** The group of each text: those of one group lie in one fold. */
  readonly groups?: Int32Array | undefined
}

/** Which rows are learned from, and which are scored by learners that have not seen them. */
export interface TrainingFolds {
  readonly texts: number
  /** All rows. */
  readonly rows: readonly number[]
  readonly folds: readonly Fold[]
  /** How many groups the folds kept whole, if any were to be and could. */
  readonly groups?: number
}

/** One fold of the texts. */
export interface Fold {
  /** The texts that are held out. */
  readonly held: readonly number[]
  /** They and the copies of them. */
  readonly unseen: readonly number[]
  /** The rows that are learned from: all others. */
  readonly seen: readonly number[]
}

/** Deals texts into folds, by groups if they have any and each fold then has both labels. */
export function dealRows(
  { texts, isSpam: isSpamRow, groups }: TrainingRows,
  { folds, seed }: { readonly folds: number; readonly seed: number },
): TrainingFolds {
  const isSpam = isSpamRow.subarray(0, texts)
  const whole = groups && groupedFolds(groups, isSpam, folds, seed)
  const isWhole = whole !== undefined && hasBothLabels(whole, isSpam, folds)
  const foldOf = isWhole ? whole : stratifiedFolds(isSpam, folds, seed)
  const rows = Array.from(isSpamRow, (_, row) => row)
  return {
    texts,
    rows,
    folds: Array.from({ length: folds }, (_, fold) => ({
      held: rowsWhere(foldOf, (value) => value === fold),
      unseen: rows.filter((row) => foldOf[row % texts] === fold),
      seen: rows.filter((row) => foldOf[row % texts] !== fold),
    })),
    ...(isWhole && { groups: new Set(groups).size }),
  }
}

/** Whether each fold has texts of both labels. */
function hasBothLabels(foldOf: Int32Array, isSpam: Uint8Array, folds: number): boolean {
  return new Set(foldOf.map((fold, at) => 2 * fold + (isSpam[at] ?? 0))).size === 2 * folds
}
