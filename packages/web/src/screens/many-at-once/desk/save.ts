/// <reference path="./papaparse.d.ts" />
import papa from 'papaparse'
import { ownNames } from './columns.ts'
import { othersOf, type Plan } from './file-plan.ts'
import type { Row } from './file-shape.ts'
import { type JudgedRows, VERDICTS } from './judged-rows.ts'
import { lineBlocks } from './line-blocks.ts'
import { isLeft } from './next-batch.ts'
import { type Listeners, readRows } from './read-rows.ts'
import { textChunks } from './text-chunks.ts'

/**
 * What a spreadsheet would run: such cells get an apostrophe in front of them. Numbers of ours are no text.
 *
 * NOTE: Papa Parse's own expression overlooks cells with a line break.
 * Source: OWASP, "CSV Injection".
 */
const FORMULA = /^[=+\-@\t\r]/u

/** What spreadsheets know UTF-8 by. */
const BYTE_ORDER_MARK = '\ufeff'

/** What the column is called that holds what has none. */
const OTHERS = 'others'

/** A column of ours: its name, and its cell in the row at a place of the file. */
interface OwnColumn {
  readonly name: string
  readonly cellOf: (place: number, cells: Row) => string | number
}

/**
 * The file's own columns, and after them what was found, as CSV, separated as the file was. The file is read again, so that its
 * other columns need not be kept.
 */
export async function saveCsv(file: Blob, plan: Plan, rows: JudgedRows): Promise<Blob> {
  const { columns } = plan
  const found = ownColumns(plan, rows)
  const names = ownNames(
    found.map(({ name }) => name),
    columns,
  )
  const delimiter = plan.shape.format === 'csv' ? plan.shape.delimiter : ','
  const parts = [toCsv([[...columns, ...names]], delimiter, BYTE_ORDER_MARK)]
  for await (const { place, block } of dataRows(file, plan, rows.texts.length)) {
    const lines = block.map((cells, i) => [
      ...columns.map((_, column) => cells[column] ?? ''),
      ...found.map(({ cellOf }) => cellOf(place + i, cells)),
    ])
    parts.push(toCsv(lines, delimiter))
  }
  return new Blob(parts, { type: 'text/csv;charset=utf-8' })
}

/** What is said of each row; of recording only where there is something to say. */
function ownColumns(plan: Plan, rows: JudgedRows): readonly OwnColumn[] {
  const { decisionIds, faults } = rows
  const verdictOf = (place: number) => VERDICTS[rows.verdicts[place] ?? -1]
  const probabilityOf = (place: number) => rows.probabilities[place] ?? Number.NaN
  const labelOf = (place: number) => (probabilityOf(place) >= 0.5 ? 'spam' : 'ham')
  const judged = (cellOf: (place: number) => string | number) => (place: number) =>
    verdictOf(place) === undefined ? '' : cellOf(place)
  const wanted: readonly (OwnColumn | false)[] = [
    plan.shape.hasOthers && { name: OTHERS, cellOf: (_, cells) => othersOf(plan, cells) },
    { name: 'spam_probability', cellOf: judged(probabilityOf) },
    { name: 'label', cellOf: judged(labelOf) },
    { name: 'verdict', cellOf: (place) => verdictOf(place) ?? '' },
    decisionIds.size > 0 && {
      name: 'decision_id',
      cellOf: (place) => decisionIds.get(place) ?? '',
    },
    decisionIds.size + faults.size > 0 && {
      name: 'not_recorded',
      cellOf: (place, cells) => reasonOf(rows, place, cells),
    },
  ]
  return wanted.filter((column) => column !== false)
}

/** Why a row cannot be recorded; empty where it was, or still can be. */
function reasonOf({ verdicts, faults }: JudgedRows, place: number, cells: Row): string {
  if (verdicts[place] !== -1) return faults.get(place)?.code ?? ''
  return cells.length === 0 ? 'unreadable' : 'empty'
}

/**
 * The rows that may still be recorded, as NDJSON: it holds every text as it was, where a CSV would change
 * those that look like formulas, and can be judged and recorded later. Lines of NDJSON stay what they are.
 */
export async function saveLeft(file: Blob, plan: Plan, rows: JudgedRows): Promise<Blob> {
  const parts: Blob[] = []
  let place = 0
  for await (const lines of lineMakers(file, plan)) {
    const left = lines.filter((_, i) => isLeft(rows, place + i))
    parts.push(new Blob(left.map((make) => `${make()}\n`)))
    place += lines.length
    if (place >= rows.texts.length) break
  }
  return new Blob(parts, { type: 'application/x-ndjson' })
}

/** What makes each row a line of NDJSON; called for those only that are wanted. */
async function* lineMakers(file: Blob, plan: Plan): AsyncGenerator<readonly (() => string)[]> {
  const { shape, columns } = plan
  if (shape.format === 'ndjson') {
    const lines = lineBlocks(textChunks(file, shape.encoding))
    for await (const block of lines) yield block.map((line) => () => line)
    return
  }
  const [others = OTHERS] = ownNames([OTHERS], columns)
  const objectOf = (cells: Row) => ({
    ...Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? ''])),
    ...(othersOf(plan, cells) && { [others]: othersOf(plan, cells) }),
  })
  for await (const { block } of dataRows(file, plan)) {
    yield block.map((cells) => () => JSON.stringify(objectOf(cells)))
  }
}

/** Each part leaves the heap at once: a Blob's bytes are the browser's. */
function toCsv(
  lines: readonly (readonly (string | number)[])[],
  delimiter: string,
  before = '',
): Blob {
  if (lines.length === 0) return new Blob([])
  return new Blob([before, papa.unparse(lines, { delimiter, escapeFormulae: FORMULA }), '\r\n'])
}

/** The rows below the header, with the place of the first in each block; no more than were judged. */
export async function* dataRows(
  file: Blob,
  { shape, hasHeader }: Plan,
  most = Infinity,
  listeners?: Listeners,
): AsyncGenerator<{ readonly place: number; readonly block: readonly Row[] }> {
  let place = 0
  let toSkip = hasHeader ? 1 : 0
  for await (const rows of readRows(file, shape, listeners)) {
    const block = rows.slice(toSkip).slice(0, most - place)
    toSkip -= Math.min(toSkip, rows.length)
    yield { place, block }
    place += block.length
    if (place >= most) return
  }
}
