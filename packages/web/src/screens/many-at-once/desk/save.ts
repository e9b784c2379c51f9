/// <reference path="./papaparse.d.ts" />
import papa from 'papaparse'
import type { FileShape, Row } from './file-shape.ts'
import { type JudgedRows, VERDICTS } from './judged-rows.ts'
import { isLeft } from './next-batch.ts'
import { readRows } from './read-rows.ts'

/** A file as it is read: what its owner confirmed after the first look. */
export interface Plan {
  readonly shape: FileShape
  readonly hasHeader: boolean
  readonly textColumn: number
  /** The columns' names, one each. */
  readonly columns: readonly string[]
}

/**
 * What a spreadsheet would run: such cells get an apostrophe in front of them. Numbers of ours are no text.
 *
 * NOTE: Papa Parse's own expression overlooks cells with a line break.
 * Source: OWASP, "CSV Injection".
 */
const FORMULA = /^[=+\-@\t\r]/u

/** What spreadsheets know UTF-8 by. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * The file's own columns, and after them what was found, as CSV. The file is read again, so that its
 * other columns need not be kept.
 */
export async function saveCsv(file: Blob, plan: Plan, rows: JudgedRows): Promise<Blob> {
  const isRecorded = rows.decisionIds.size > 0
  const found = ['spam_probability', 'label', 'verdict', ...(isRecorded ? ['decision_id'] : [])]
  const parts = [toCsv([[...plan.columns, ...found]], BYTE_ORDER_MARK)]
  for await (const { place, block } of dataRows(file, plan, rows.texts.length)) {
    const lines = block.map((cells, i) => [
      ...plan.columns.map((_, column) => cells[column] ?? ''),
      ...foundOf(rows, place + i, isRecorded),
    ])
    parts.push(toCsv(lines))
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' })
}

/**
 * The rows that were not recorded, as NDJSON: it holds every text as it was, where a CSV would change
 * those that look like formulas, and can be judged and recorded later.
 */
export async function saveLeft(file: Blob, plan: Plan, rows: JudgedRows): Promise<Blob> {
  const parts: Blob[] = []
  for await (const { place, block } of dataRows(file, plan, rows.texts.length)) {
    const left = block.filter((_, i) => isLeft(rows, place + i))
    const lines = left.map((cells) => {
      const members = plan.columns.map((column, i) => [column, cells[i] ?? ''] as const)
      return `${JSON.stringify(Object.fromEntries(members))}\n`
    })
    parts.push(new Blob(lines))
  }
  return new Blob(parts, { type: 'application/x-ndjson' })
}

/** Each part leaves the heap at once: a Blob's bytes are the browser's. */
function toCsv(lines: readonly (readonly (string | number)[])[], before = ''): Blob {
  if (lines.length === 0) return new Blob([])
  return new Blob([before, papa.unparse(lines, { escapeFormulae: FORMULA }), '\r\n'])
}

function foundOf(rows: JudgedRows, place: number, isRecorded: boolean): (string | number)[] {
  const probability = rows.probabilities[place] ?? Number.NaN
  const verdict = VERDICTS[rows.verdicts[place] ?? -1]
  const ids = isRecorded ? [rows.decisionIds.get(place) ?? ''] : []
  if (verdict === undefined) return ['', '', '', ...ids]
  return [probability, probability >= 0.5 ? 'spam' : 'ham', verdict, ...ids]
}

/** The rows below the header, with the place of the first in each block; no more than were judged. */
export async function* dataRows(
  file: Blob,
  { shape, hasHeader }: Plan,
  most = Infinity,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<{ readonly place: number; readonly block: readonly Row[] }> {
  let place = 0
  let toSkip = hasHeader ? 1 : 0
  for await (const rows of readRows(file, shape, onBytes)) {
    const block = rows.slice(toSkip).slice(0, most - place)
    toSkip -= Math.min(toSkip, rows.length)
    yield { place, block }
    place += block.length
    if (place >= most) return
  }
}
