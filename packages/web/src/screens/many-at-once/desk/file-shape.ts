import type { Encoding } from './encoding.ts'

/** How rows are written in a file. */
export type Format = 'csv' | 'ndjson' | 'text'

/** What it takes to read a file's rows. */
export interface FileShape {
  readonly format: Format
  readonly encoding: Encoding
  /** What separates cells; of CSV only. */
  readonly delimiter: string
  /** What ends a row; of CSV only. Where it is mixed, some end by LF and some by CR LF. */
  readonly newline: '\n' | '\r' | '\r\n' | 'mixed'
  /** The members of the objects that have a column of their own, in order; of NDJSON only. */
  readonly members: readonly string[]
  /** Whether rows hold more than there are columns for: other members, or more cells. */
  readonly hasOthers: boolean
}

/** A row's cells; none at all where the line could not be read. */
export type Row = readonly string[]

/** The most bytes that a file may have. */
export const MOST_BYTES = 100 * 2 ** 20

/** The most rows: what is kept of each adds up. */
export const MOST_ROWS = 5_000_000

/** The most columns that members of objects make: every row of a saved file has a cell in each. */
export const MOST_COLUMNS = 256

/** Characters after which a row that does not end is given up; no text that is served is nearly as long. */
export const ROW_AT_MOST = 4 * 2 ** 20
