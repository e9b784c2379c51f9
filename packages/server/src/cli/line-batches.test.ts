import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../testing/any-text.ts'
import { lineBatches } from './line-batches.ts'

async function linesOf(chunks: readonly (Uint8Array | string)[]): Promise<string[]> {
  async function* stream() {
    yield* chunks
  }
  const lines: string[] = []
  for await (const batch of lineBatches(stream())) lines.push(...batch)
  return lines
}

describe('lineBatches', () => {
  it('cuts at \\n and \\r\\n, and nowhere else', async () => {
    const text = 'one\ntwo\r\n\nthree\rstill\u2028three\u0085\n'
    assert.deepEqual(await linesOf([text]), ['one', 'two', '', 'three\rstill\u2028three\u0085'])
  })

  it('gives the last line without an end, and nothing for nothing', async () => {
    assert.deepEqual(await linesOf(['a\nb']), ['a', 'b'])
    assert.deepEqual(await linesOf([]), [])
  })

  it('does not depend on where chunks end, even within a character', async () => {
    const line = anyText().filter((text) => !/[\r\n\ufeff]/u.test(text))
    const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), cuts, async (lines, at) => {
        const bytes = Buffer.from(lines.map((one) => `${one}\n`).join(''))
        const edges = [0, ...at.map((cut) => Math.min(cut, bytes.length)), bytes.length]
        edges.sort((a, b) => a - b)
        const chunks = edges.slice(1).map((end, i) => bytes.subarray(edges[i], end))
        assert.deepEqual(await linesOf(chunks), lines)
      }),
    )
  })
})
