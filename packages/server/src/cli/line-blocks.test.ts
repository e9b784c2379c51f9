import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../testing/any-text.ts'
import { lineBlocks, linesOf } from './line-blocks.ts'

async function linesIn(chunks: readonly (Uint8Array | string)[]): Promise<string[]> {
  async function* stream() {
    yield* chunks
  }
  const lines: string[] = []
  for await (const block of lineBlocks(stream())) {
    assert.equal(block.first, lines.length + 1)
    lines.push(...linesOf(block))
  }
  return lines
}

describe('lineBlocks', () => {
  it('cuts at \\n and \\r\\n, and nowhere else', async () => {
    const text = 'one\ntwo\r\n\nthree\rstill\u2028three\u0085\n'
    assert.deepEqual(await linesIn([text]), ['one', 'two', '', 'three\rstill\u2028three\u0085'])
  })

  it('gives the last line without an end, and nothing for nothing', async () => {
    assert.deepEqual(await linesIn(['a\nb']), ['a', 'b'])
    assert.deepEqual(await linesIn([]), [])
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
        assert.deepEqual(await linesIn(chunks), lines)
      }),
    )
  })
})
