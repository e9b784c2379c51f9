/// <reference path="./papaparse.d.ts" />
import papa from 'papaparse'
import { columnNames, guessTextColumn, hasHeader } from './columns.ts'
import { type Encoding, encodingOf } from './encoding.ts'
import { FileFaultError } from './file-fault.ts'
import { type FileShape, type Format, MOST_BYTES, type Row } from './file-shape.ts'
import { lineBlocks } from './line-blocks.ts'
import { gatherMembers, type Members, objectOf } from './ndjson-row.ts'
import { readRows } from './read-rows.ts'
import { textChunks } from './text-chunks.ts'

/** What a first look at a file finds: guesses that its owner may correct. */
export interface Look {
  readonly shape: FileShape
  /** The first rows, a header among them. */
  readonly rows: readonly Row[]
  readonly hasHeader: boolean
  readonly textColumn: number
}

/** Rows that guesses are made from. */
const ROWS_SEEN = 100

/** Characters that guesses are made from, if not even the first line is longer. */
const CHARS_SEEN = 2 ** 18

/**
 * Looks at a file without reading its rows.
 *
 * @throws {FileFaultError} Whatever makes it unreadable from the start.
 */
export async function lookAt(file: Blob, name: string): Promise<Look> {
  if (file.size > MOST_BYTES) throw new FileFaultError('too-large')
  const encoding = await encodingOf(file)
  const sample = await firstText(file, encoding)
  if (sample.trim() === '') throw new FileFaultError('empty')
  if (sample.includes('\0')) throw new FileFaultError('binary')
  const shape = await shapeOf(file, formatOf(name, sample), { sample, encoding })
  const rows = await firstRows(file, shape)
  if (rows.length === 0) throw new FileFaultError('empty')
  return { shape, rows, ...guessesOf(shape, rows) }
}

async function firstText(file: Blob, encoding: Encoding): Promise<string> {
  let text = ''
  for await (const chunk of textChunks(file, encoding)) {
    text += chunk
    if (text.length >= CHARS_SEEN) break
  }
  return text
}

function formatOf(name: string, sample: string): Format {
  const ending = /\.(\w+)$/u.exec(name.toLowerCase())?.[1] ?? ''
  if (['csv', 'tsv', 'tab'].includes(ending)) return 'csv'
  if (['ndjson', 'jsonl', 'json'].includes(ending)) return 'ndjson'
  return sample.trimStart().startsWith('{"') ? 'ndjson' : 'text'
}

async function shapeOf(
  file: Blob,
  format: Format,
  { sample, encoding }: { readonly sample: string; readonly encoding: Encoding },
): Promise<FileShape> {
  const none = { members: [], hasOthers: false }
  const plain = { format, encoding, delimiter: ',', newline: '\n', ...none } as const
  if (format === 'csv') return { ...plain, ...dialectOf(sample) }
  if (format === 'text') return plain
  if (sample.trimStart().startsWith('[')) throw new FileFaultError('json-array')
  return { ...plain, ...membersOf(await firstLines(file, encoding)) }
}

function dialectOf(sample: string): Pick<FileShape, 'delimiter' | 'newline'> {
  const { delimiter } = papa.parse(sample, { preview: ROWS_SEEN, skipEmptyLines: true }).meta
  return { delimiter, newline: newlineOf(sample) }
}

/** What ends rows; line breaks inside quotes end none. */
function newlineOf(sample: string): FileShape['newline'] {
  const bare = sample.replace(/"(?:[^"]|"")*"/gu, '')
  const hasCrLf = bare.includes('\r\n')
  if (/(?<!\r)\n/u.test(bare)) return hasCrLf ? 'mixed' : '\n'
  if (hasCrLf) return '\r\n'
  return bare.includes('\r') ? '\r' : '\n'
}

/** The first lines, whole: one at least, however long it is. */
async function firstLines(file: Blob, encoding: Encoding): Promise<readonly string[]> {
  const lines: string[] = []
  let chars = 0
  for await (const block of lineBlocks(textChunks(file, encoding))) {
    for (const line of block.slice(0, ROWS_SEEN - lines.length)) {
      lines.push(line)
      chars += line.length
    }
    if (lines.length >= ROWS_SEEN || chars >= CHARS_SEEN) break
  }
  return lines
}

/** The members of the first objects, in the order in which they are first seen. */
function membersOf(lines: readonly string[]): Members {
  const objects = lines.map(objectOf)
  if (objects[0] === undefined) throw new FileFaultError('not-ndjson', 1)
  const { note, gathered } = gatherMembers()
  for (const object of objects) if (object !== undefined) note(object)
  return gathered()
}

async function firstRows(file: Blob, shape: FileShape): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const block of readRows(file, shape)) {
    rows.push(...block.slice(0, ROWS_SEEN - rows.length))
    if (rows.length >= ROWS_SEEN) break
  }
  return rows
}

function guessesOf({ format, members }: FileShape, rows: readonly Row[]) {
  const isFirstHeader = format === 'csv' && hasHeader(rows)
  const names = format === 'ndjson' ? members : columnNames(rows, isFirstHeader)
  return { hasHeader: isFirstHeader, textColumn: guessTextColumn(names, rows) }
}
