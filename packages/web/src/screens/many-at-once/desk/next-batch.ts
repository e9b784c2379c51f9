import type { JudgedRows } from './judged-rows.ts'

/** Rows that are sent in one request. */
export interface Batch {
  /** Their places, in the order of `texts`. */
  readonly rows: readonly number[]
  readonly texts: readonly string[]
}

/** The most texts that the server takes at once. */
const MOST_TEXTS = 1000

/** Bytes of a request's body, half of what the server takes. */
const MOST_BYTES = 8 * 2 ** 20

/** The most bytes of JSON that a UTF-16 unit makes: `\u0000`. */
const BYTES_PER_UNIT = 6

/**
 * The next rows to record: those that were judged, and neither recorded nor left out, in the order of
 * the file; no more than `most`. Without any, everything is done.
 */
export function nextBatch(rows: JudgedRows, from: number, most: number): Batch {
  const batch = { rows: [] as number[], texts: [] as string[] }
  let bytes = 0
  for (let place = from; place < rows.texts.length; place++) {
    if (!isLeft(rows, place)) continue
    const text = rows.texts[place] ?? ''
    bytes += text.length * BYTES_PER_UNIT + 3
    const isFull = batch.rows.length >= Math.min(most, MOST_TEXTS) || bytes > MOST_BYTES
    if (isFull && batch.rows.length > 0) break
    batch.rows.push(place)
    batch.texts.push(text)
  }
  return batch
}

/** Whether a row may still be recorded. */
export function isLeft({ verdicts, decisionIds, faults }: JudgedRows, place: number): boolean {
  return (verdicts[place] ?? -1) >= 0 && !decisionIds.has(place) && !faults.has(place)
}
