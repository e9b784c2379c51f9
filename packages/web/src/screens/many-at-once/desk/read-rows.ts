import { csvBlocks } from './csv-blocks.ts'
import { FileFaultError } from './file-fault.ts'
import { type FileShape, MOST_ROWS, type Row } from './file-shape.ts'
import { lineBlocks } from './line-blocks.ts'
import { type JsonObject, ndjsonReader } from './ndjson-row.ts'
import { textChunks } from './text-chunks.ts'

/** Whoever wants to be told of what is read. */
export interface Listeners {
  /** Told how many bytes each read brought. */
  readonly onBytes?: (bytes: number) => void
  /** Told of every object; of NDJSON only. */
  readonly onObject?: (object: JsonObject) => void
}

/**
 * The rows of a file, as many as came at once, a header among them. Read twice it gives the same.
 *
 * @throws {FileFaultError} `quote-open`, `row-too-long`, `too-many-rows`.
 */
export async function* readRows(
  file: Blob,
  shape: FileShape,
  { onBytes, onObject }: Listeners = {},
): AsyncGenerator<readonly Row[]> {
  let count = 0
  const chunks = textChunks(file, shape.encoding, onBytes)
  for await (const rows of rowBlocks(chunks, shape, onObject)) {
    count += rows.length
    if (count > MOST_ROWS) throw new FileFaultError('too-many-rows', MOST_ROWS)
    yield rows
  }
}

async function* rowBlocks(
  chunks: AsyncIterable<string>,
  shape: FileShape,
  onObject: Listeners['onObject'],
): AsyncGenerator<readonly Row[]> {
  if (shape.format === 'csv') return yield* csvBlocks(chunks, shape)
  const rowOf = shape.format === 'text' ? textRow : ndjsonReader(shape, onObject)
  for await (const lines of lineBlocks(chunks)) yield lines.map(rowOf)
}

function textRow(line: string): Row {
  return [line]
}
