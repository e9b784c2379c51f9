/// <reference path="./papaparse.d.ts" />
import papa from 'papaparse'
import { FileFaultError } from './file-fault.ts'
import { type FileShape, ROW_AT_MOST, type Row } from './file-shape.ts'

/**
 * The rows of CSV that comes in pieces, as many as came at once; empty lines are left out. A quote
 * inside a cell is taken as it is, as the server does when it trains.
 *
 * @throws {FileFaultError} `quote-open`, `row-too-long`.
 */
export async function* csvBlocks(
  chunks: AsyncIterable<string>,
  { delimiter, newline }: Pick<FileShape, 'delimiter' | 'newline'>,
): AsyncGenerator<Row[]> {
  let rest = ''
  let count = 0
  const isMixed = newline === 'mixed'
  const config = { delimiter, newline: isMixed ? '\n' : newline } as const
  const parse = (isLast: boolean) => {
    const { data, errors, meta } = new papa.Parser(config).parse(rest, 0, !isLast)
    const isOpen = errors.some(({ code }) => code === 'MissingQuotes')
    if (isOpen) throw new FileFaultError('quote-open', count + data.length)
    const rows = (isMixed ? data.map(withoutReturn) : data).filter(isFilled)
    count += rows.length
    rest = rest.slice(meta.cursor)
    return rows
  }
  for await (const chunk of chunks) {
    rest += chunk
    yield parse(false)
    if (rest.length > ROW_AT_MOST) {
      throw new FileFaultError(rest.includes('"') ? 'quote-open' : 'row-too-long', count + 1)
    }
  }
  yield parse(true)
}

/** What ended by CR LF, and was cut at LF, still has its CR. */
function withoutReturn(cells: Row): Row {
  const last = cells.at(-1)
  return last?.endsWith('\r') ? [...cells.slice(0, -1), last.slice(0, -1)] : cells
}

function isFilled(cells: Row): boolean {
  return cells.length > 1 || cells[0] !== ''
}
