const NEWLINE = 10

/** How lines are read and answered; docs are in the help of `hamlet classify`. */
export type LineFormat = 'lines' | 'ndjson'

/** Whole lines of a stream, as many as came at once. */
export interface LineBlock {
  readonly format: LineFormat
  /** UTF-8, each line with what ends it, which the last of a stream may lack; see {@link linesOf}. */
  readonly bytes: Uint8Array
  /** The number of the first of them in the stream, from 1. */
  readonly first: number
}

/**
 * Cuts a stream of bytes into whole lines, a block for each chunk that ends one. Lines end with `\n`
 * or `\r\n`; the last one may go without. (Not `node:readline`, which also cuts at U+2028, a
 * character that JSON allows in strings.)
 *
 * @param atMost  A line of more bytes is cut there, at a character; at least 4.
 */
export async function* lineBlocks(
  chunks: AsyncIterable<Uint8Array>,
  format: LineFormat,
  atMost: number,
): AsyncGenerator<LineBlock> {
  let first = 1
  for await (const bytes of wholeLines(chunks, atMost)) {
    yield { format, bytes, first }
    first += lineCount(bytes)
  }
}

async function* wholeLines(
  chunks: AsyncIterable<Uint8Array>,
  atMost: number,
): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    held.push(chunk)
    length += chunk.length
    if (length <= atMost && !chunk.includes(NEWLINE)) continue
    let bytes = Buffer.concat(held)
    for (let end = endOfLines(bytes, atMost); end > 0; end = endOfLines(bytes, atMost)) {
      yield bytes.subarray(0, end)
      bytes = bytes.subarray(end)
    }
    held = [bytes]
    length = bytes.length
  }
  if (length > 0) yield Buffer.concat(held)
}

/** How many bytes are whole lines, none of them too long; 0 when the first line goes on. */
function endOfLines(bytes: Buffer, atMost: number): number {
  const window = bytes.subarray(0, atMost + 1)
  const end = window.lastIndexOf(NEWLINE) + 1
  return end > 0 || window.length <= atMost ? end : startOfCharacter(window, atMost)
}

/** Where the character of a byte begins: in UTF-8 at most three bytes of the form 10xxxxxx follow. */
function startOfCharacter(bytes: Buffer, at: number): number {
  const starts = [at, at - 1, at - 2, at - 3]
  return starts.find((start) => ((bytes[start] ?? 0) & 0b1100_0000) !== 0b1000_0000) ?? at
}

function lineCount(bytes: Buffer): number {
  let count = 0
  for (let end = 0; end < bytes.length; count++) {
    end = bytes.indexOf(NEWLINE, end) + 1 || bytes.length
  }
  return count
}

/** The lines of a block, without what ends them, nor the byte order mark that a stream may begin with. */
export function linesOf({ bytes, first }: Omit<LineBlock, 'format'>): string[] {
  const lines = new TextDecoder('utf-8', { ignoreBOM: first > 1 }).decode(bytes).split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
}
