import { csvBlocks } from './csv-blocks.ts'
import { FileFaultError } from './file-fault.ts'
import { type FileShape, MOST_ROWS, type Row } from './file-shape.ts'
import { lineBlocks } from './line-blocks.ts'
import { ndjsonRow } from './ndjson-row.ts'
import { textChunks } from './text-chunks.ts'

/**
 * The rows of a file, as many as came at once, a header among them. Read twice it gives the same.
 *
 * @throws {FileFaultError} `quote-open`, `row-too-long`, `too-many-rows`.
 */
export async function* readRows(
  file: Blob,
  shape: FileShape,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<readonly Row[]> {
  let count = 0
  for await (const rows of rowBlocks(textChunks(file, shape.encoding, onBytes), shape)) {
    count += rows.length
    if (count > MOST_ROWS) throw new FileFaultError('too-many-rows', MOST_ROWS)
    yield rows
  }
}

async function* rowBlocks(
  chunks: AsyncIterable<string>,
  shape: FileShape,
): AsyncGenerator<readonly Row[]> {
  if (shape.format === 'csv') return yield* csvBlocks(chunks, shape)
  const rowOf = shape.format === 'text' ? textRow : (line: string) => ndjsonRow(line, shape.members)
  for await (const lines of lineBlocks(chunks)) yield lines.map(rowOf)
}

function textRow(line: string): Row {
  return [line]
}
