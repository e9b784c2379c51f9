/** A line longer than this, in UTF-16 units, is cut there; no text that is served is nearly as long. */
const LINE_AT_MOST = 16 * 2 ** 20

/**
 * Cuts UTF-8 chunks into lines, a batch for each chunk. Lines end with `\n` or `\r\n`; the last one
 * may go without. (Not `node:readline`, which also cuts at U+2028, a character that JSON allows in
 * strings.)
 */
export async function* lineBatches(
  chunks: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const lines = text.split('\n')
    lines[0] = rest + (lines[0] ?? '')
    rest = lines.pop() ?? ''
    if (rest.length > LINE_AT_MOST) {
      lines.push(rest)
      rest = ''
    }
    if (lines.length > 0) yield lines.map(withoutReturn)
  }
  rest += decoder.decode()
  if (rest !== '') yield [withoutReturn(rest)]
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}
