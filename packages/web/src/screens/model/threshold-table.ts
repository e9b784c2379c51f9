import type { TableData } from '@mantine/core'
import type { Formats } from '../../shared/formats.ts'
import type { ThresholdRow } from './champion.ts'

/** Of many thresholds as many as one can read: every tenth, from the first on. */
export function everyTenth(rows: readonly ThresholdRow[]): readonly ThresholdRow[] {
  return rows.filter((_, i) => i % 10 === 0)
}

interface Columns {
  readonly head: string[]
  readonly cells: (row: ThresholdRow) => string[]
}

/** A curve's numbers, the probability of each threshold first. */
export function thresholdTable(
  rows: readonly ThresholdRow[],
  percent: Formats['percent'],
  { head, cells }: Columns,
): TableData {
  return { head, body: rows.map((row) => [percent(row.probability, 3), ...cells(row)]) }
}
