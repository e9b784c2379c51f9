import type { Classification, Verdict } from '@hamlet/classifier'
import { faultOfText, type RowFault } from './row-fault.ts'

/** Verdicts by their place here are what is kept of each row. */
export const VERDICTS = ['ham', 'review', 'spam', 'discard'] as const satisfies readonly Verdict[]

/** Probabilities are counted in so many steps of the same width. */
export const BINS = 20

/** What is known of the rows so far. */
export interface Tally {
  readonly rows: number
  /** Rows without a text, or that could not be read. */
  readonly notJudged: number
  readonly verdicts: Readonly<Record<Verdict, number>>
  /** By probability, in `BINS` steps; then by verdict, in the order of `VERDICTS`. */
  readonly bins: readonly (readonly number[])[]
}

/** What is kept of each row of a file. A row is named by its place, from 0, a header not counted. */
export interface JudgedRows {
  readonly texts: string[]
  /** NaN where a row was not judged. */
  readonly probabilities: number[]
  /** Places in `VERDICTS`; -1 where a row was not judged. */
  readonly verdicts: number[]
  /** The decisions that were recorded. */
  readonly decisionIds: Map<number, string>
  /** Rows that were judged, but cannot be recorded, and why. */
  readonly faults: Map<number, RowFault>
  readonly bins: number[][]
}

/** No rows. */
export function noRows(): JudgedRows {
  return {
    texts: [],
    probabilities: [],
    verdicts: [],
    decisionIds: new Map(),
    faults: new Map(),
    bins: Array.from({ length: BINS }, () => VERDICTS.map(() => 0)),
  }
}

/** Adds a row, judged unless it has no text. */
export function addRow(
  rows: JudgedRows,
  text: string,
  classify: (text: string) => Classification,
): void {
  const judged = text.trim() === '' ? undefined : classify(text)
  const verdict = judged ? VERDICTS.indexOf(judged.verdict) : -1
  const fault = judged && faultOfText(text)
  if (fault) rows.faults.set(rows.texts.length, fault)
  rows.texts.push(text)
  rows.probabilities.push(judged?.spamProbability ?? Number.NaN)
  rows.verdicts.push(verdict)
  const counts = judged && rows.bins[binOf(judged.spamProbability)]
  if (counts) counts[verdict] = (counts[verdict] ?? 0) + 1
}

function binOf(probability: number): number {
  return Math.min(BINS - 1, Math.floor(probability * BINS))
}

/** Counts what there is. Cost: O(1) in the number of rows. */
export function tallyOf({ texts, bins }: JudgedRows): Tally {
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  const of = (place: number) => sum(bins.map((counts) => counts[place] ?? 0))
  const judged = sum(bins.map(sum))
  return {
    rows: texts.length,
    notJudged: texts.length - judged,
    verdicts: { ham: of(0), review: of(1), spam: of(2), discard: of(3) },
    bins: bins.map((counts) => [...counts]),
  }
}
