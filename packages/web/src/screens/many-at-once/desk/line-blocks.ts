import { FileFaultError } from './file-fault.ts'
import { ROW_AT_MOST } from './file-shape.ts'

/**
 * The lines of a text that comes in pieces, as many as came at once; blank ones are left out.
 *
 * @throws {FileFaultError} `row-too-long`.
 */
export async function* lineBlocks(chunks: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = ''
  let count = 0
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split(/\r\n|\n|\r/u)
    rest = lines.pop() ?? ''
    const block = lines.filter(isFilled)
    count += block.length
    if (rest.length > ROW_AT_MOST) throw new FileFaultError('row-too-long', count + 1)
    yield block
  }
  if (isFilled(rest)) yield [rest]
}

function isFilled(line: string): boolean {
  return line.trim() !== ''
}
