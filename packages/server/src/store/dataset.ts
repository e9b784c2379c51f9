import { readFile } from 'node:fs/promises'
import { type Example, type Label, SOURCES, type Source } from '@hamlet/classifier'
import { CsvError, type Info, parse } from 'csv-parse/sync'

/** A file of labelled texts cannot be used; the message says which file, which line and why. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError'
  readonly file: string
  /** Where the row begins, from 1. */
  readonly line: number
  readonly reason: string

  constructor(file: string, line: number, reason: string, options?: ErrorOptions) {
    super(`${file}, line ${line}: ${reason}`, options)
    this.file = file
    this.line = line
    this.reason = reason
  }
}

/**
 * Reads labelled texts from a CSV file with a header.
 *
 * The header names `label` and `text`, and perhaps `source`; other named columns are ignored. The
 * layout `v1,v2,,,` is read too. Cells behind the text that no column is named for are the rest of a
 * text with unquoted commas: they are joined to it again. The file is UTF-8, with or without a byte
 * order mark, or else Windows-1252 (of which Latin-1 is a part). Labels are `ham` and `spam` in any
 * case, or 0 and 1.
 *
 * @throws {DatasetError} A row cannot be understood.
 */
export async function readDataset(file: string): Promise<Example[]> {
  return parseDataset(file, decodeText(await readFile(file)))
}

/** Reads several files as one, in order. */
export async function readDatasets(files: readonly string[]): Promise<Example[]> {
  return (await Promise.all(files.map(readDataset))).flat()
}

function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function parseDataset(file: string, csv: string): Example[] {
  const rows = parseRows(file, csv)
  const header = rows[0]
  if (header === undefined) throw new DatasetError(file, 1, 'the file is empty')
  const columns = columnsOf(file, header)
  return rows.slice(1).map((row) => exampleOf(file, columns, row))
}

interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

function parseRows(file: string, csv: string): Row[] {
  try {
    // The types of csv-parse do not know what `info` does.
    return linesBefore(parse(csv, CSV_OPTIONS) as unknown as readonly ParsedRow[])
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const line = Number(cause['lines'] ?? 1)
    throw new DatasetError(file, line, cause.message, { cause })
  }
}

const CSV_OPTIONS = {
  bom: true,
  info: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
} as const

interface ParsedRow {
  readonly record: readonly string[]
  readonly info: Info
}

/** The parser tells where a row ends; it begins after the one before. */
function linesBefore(parsed: readonly ParsedRow[]): Row[] {
  return parsed.map(({ record }, i) => ({
    cells: record,
    line: (parsed[i - 1]?.info.lines ?? 0) + 1,
  }))
}

interface Columns {
  readonly label: number
  readonly text: number
  readonly source: number
  /** How many columns have a name. */
  readonly named: number
}

function columnsOf(file: string, { cells, line }: Row): Columns {
  const names = cells.map((name) => name.trim().toLowerCase())
  const named = names.findLastIndex((name) => name !== '') + 1
  const [label, text] = names.includes('label') ? ['label', 'text'] : ['v1', 'v2']
  const columns = {
    label: names.indexOf(label),
    text: names.indexOf(text),
    source: names.indexOf('source'),
    named,
  }
  if (columns.label >= 0 && columns.text >= 0) return columns
  throw new DatasetError(file, line, 'the header names neither label and text nor v1 and v2')
}

function exampleOf(file: string, columns: Columns, row: Row): Example {
  const refuse = (reason: string): never => {
    throw new DatasetError(file, row.line, reason)
  }
  const label = labelOf(row.cells[columns.label] ?? '')
  if (label === undefined) {
    return refuse(`the label "${row.cells[columns.label] ?? ''}" is not ham, spam, 0 or 1`)
  }
  const text = textOf(columns, row.cells)
  if (text === undefined) {
    return refuse(`${row.cells.length} cells, but the header names ${columns.named}`)
  }
  if (text === '') return refuse('the text is empty')
  const source = (row.cells[columns.source] ?? '').trim().toLowerCase()
  if (source === '') return { text, label }
  if (isSource(source)) return { text, label, source }
  return refuse(`the source "${source}" is not one of ${SOURCES.join(', ')}`)
}

function labelOf(cell: string): Label | undefined {
  const label = cell.trim().toLowerCase()
  if (label === 'ham' || label === '0') return 'ham'
  return label === 'spam' || label === '1' ? 'spam' : undefined
}

function isSource(value: string): value is Source {
  return SOURCES.some((source) => source === value)
}

/** The text with what was spilled behind it; `undefined` when it is unclear where cells belong. */
function textOf({ text, named }: Columns, cells: readonly string[]): string | undefined {
  const spilled = cells.slice(named)
  const last = spilled.findLastIndex((cell) => cell !== '')
  if (last < 0) return cells[text] ?? ''
  if (text !== named - 1) return undefined
  return [cells[text] ?? '', ...spilled.slice(0, last + 1)].join(',')
}
