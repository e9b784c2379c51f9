import type { Readable } from 'node:stream'

/** A row of CSV by its columns, of which one is `text`. */
export type Row = Readonly<Record<string, string>> & { readonly text: string }

/** Rows of a stream, as many as came at once. */
export interface RowBlock {
  readonly format: 'csv'
  readonly rows: readonly Row[]
  /** Whether the stream begins with them. */
  readonly isFirst: boolean
}

/** Gathers the rows that a parser has ready: each alone would cost turns and system calls of its own. */
export async function* rowBlocks(parser: Readable): AsyncGenerator<RowBlock> {
  let isFirst = true
  for await (const row of parser) {
    const rows: Row[] = [row]
    for (let next: Row | null = parser.read(); next !== null; next = parser.read()) rows.push(next)
    yield { format: 'csv', rows, isFirst }
    isFirst = false
  }
}
