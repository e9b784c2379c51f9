/** A line longer than this, in UTF-16 units, is cut there; no text that is served is nearly as long. */
const LINE_AT_MOST = 16 * 2 ** 20

/** Whole lines of a stream, as many as came at once. */
export interface LineBlock {
  /** The lines with `\n` between; see {@link linesOf}. */
  readonly text: string
  /** The number of the first of them in the stream, from 1. */
  readonly first: number
}

/**
 * Cuts UTF-8 chunks into whole lines, a block for each chunk. Lines end with `\n` or `\r\n`; the last
 * one may go without. (Not `node:readline`, which also cuts at U+2028, a character that JSON allows
 * in strings.)
 */
export async function* lineBlocks(
  chunks: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<LineBlock> {
  const decoder = new TextDecoder()
  let first = 1
  let rest = ''
  for await (const chunk of chunks) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const end = text.lastIndexOf('\n')
    if (end >= 0) {
      const block = { text: rest + text.slice(0, end), first }
      yield block
      first += lineCount(block.text)
    }
    rest = end >= 0 ? text.slice(end + 1) : rest + text
    if (rest.length > LINE_AT_MOST) {
      yield { text: rest, first: first++ }
      rest = ''
    }
  }
  rest += decoder.decode()
  if (rest !== '') yield { text: rest, first }
}

/** The lines of a block, without what ends them. */
export function linesOf({ text }: LineBlock): string[] {
  return text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
}

function lineCount(text: string): number {
  let count = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
