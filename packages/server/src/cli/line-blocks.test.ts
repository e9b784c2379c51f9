import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../testing/any-text.ts'
import { lineBlocks, linesOf } from './line-blocks.ts'

async function linesIn(chunks: readonly Uint8Array[], atMost = 2 ** 20): Promise<string[]> {
  async function* stream() {
    yield* chunks
  }
  const lines: string[] = []
  for await (const block of lineBlocks(stream(), 'lines', atMost)) {
    assert.equal(block.first, lines.length + 1)
    lines.push(...linesOf(block))
  }
  return lines
}

/** The same bytes, cut at some places. */
function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const edges = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length]
  edges.sort((a, b) => a - b)
  return edges.slice(1).map((end, i) => bytes.subarray(edges[i], end))
}

const places = fc.array(fc.nat({ max: 400 }), { maxLength: 8 })

describe('lineBlocks', () => {
  for (const [what, text, lines] of [
    ['cuts at \\n and \\r\\n', 'one\ntwo\r\n\nthree\n', ['one', 'two', '', 'three']],
    ['cuts nowhere else', 'a\rb\u2028c\u0085d\n', ['a\rb\u2028c\u0085d']],
    ['gives the last line without an end', 'a\nb', ['a', 'b']],
    ['takes the \\r off the last line, too', 'a\nb\r', ['a', 'b']],
    ['gives nothing for nothing', '', []],
    ['gives an empty line for an end alone', '\n', ['']],
    ['drops a byte order mark where the stream begins', '\ufeffa\n\ufeffb\n', ['a', '\ufeffb']],
    ['gives nothing for a byte order mark alone', '\ufeff', []],
  ] as const) {
    it(`${what}, wherever chunks end`, async () => {
      const bytes = Buffer.from(text)
      assert.deepEqual(await linesIn([bytes]), lines)
      assert.deepEqual(await linesIn(Array.from(bytes, (byte) => Uint8Array.of(byte))), lines)
    })
  }

  it('does not depend on where chunks end, even within a character', async () => {
    const line = anyText().filter((text) => !/[\r\n\ufeff]/u.test(text))
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), places, async (lines, at) => {
        const bytes = Buffer.from(lines.map((one) => `${one}\n`).join(''))
        assert.deepEqual(await linesIn(cutAt(bytes, at)), lines)
      }),
    )
  })

  it('reads any bytes as a decoder of the whole would', async () => {
    const bytes = fc.uint8Array({ maxLength: 40 })
    const byte = fc.constantFrom(0x0a, 0x0d, 0x41, 0x80, 0xbb, 0xbf, 0xc3, 0xe2, 0xef, 0xf0, 0xff)
    const broken = fc.array(byte, { maxLength: 40 }).map((values) => Uint8Array.from(values))
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, broken), places, async (input, at) => {
        const lines = new TextDecoder().decode(input).split('\n')
        if (lines.at(-1) === '') lines.pop()
        const expected = lines.map((line) => line.replace(/\r$/u, ''))
        assert.deepEqual(await linesIn(cutAt(input, at)), expected)
      }),
    )
  })

  it('cuts a line that is too long, at a character, wherever chunks end', async () => {
    const bytes = Buffer.from('12345678\n123456789\n12345678é12345\nx')
    const expected = ['12345678', '12345678', '9', '12345678', 'é12345', 'x']
    await fc.assert(
      fc.asyncProperty(places, async (at) => {
        assert.deepEqual(await linesIn(cutAt(bytes, at), 8), expected)
      }),
    )
    assert.deepEqual(await linesIn([Buffer.from('éééé')], 5), ['éé', 'éé'])
  })

  it('cuts a line without one character in it, too', async () => {
    const lines = await linesIn([new Uint8Array(20).fill(0x80)], 8)
    assert.deepEqual(
      lines.map(({ length }) => length),
      [8, 8, 4],
    )
  })
})
