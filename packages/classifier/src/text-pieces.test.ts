import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { SPACE_UNIT, unitOf } from './characters.ts'
import { buildFoldTable } from './fold-table.ts'
import { buildFoldedText, foldText } from './normalize.ts'
import { anyText } from './testing/any-text.ts'
import { buildPieces, cutPieces, growPieces } from './text-pieces.ts'

const table = buildFoldTable()

function cut(text: string) {
  const folded = buildFoldedText()
  foldText(table, text, folded)
  const pieces = buildPieces()
  growPieces(pieces, folded.length, 0)
  cutPieces(table, text, pieces)
  const spans = Array.from(pieces.starts.subarray(0, pieces.count), (start, i) =>
    text.slice(start, pieces.ends[i]),
  )
  return { folded, pieceOf: pieces.pieceOf, spans }
}

describe('cutPieces', () => {
  it('cuts at spaces, and leaves out what is dropped before a piece', () => {
    assert.deepEqual(cut(' \u200bA😀  b\u200b c').spans, ['A😀', 'b\u200b', 'c'])
    assert.deepEqual(cut(' \u200b\n').spans, [])
  })

  it('cuts what is long without a space', () => {
    const { spans } = cut(`${'x'.repeat(150)} y`)
    assert.deepEqual(
      spans.map(({ length }) => length),
      [64, 64, 22, 1],
    )
  })

  it('knows the piece of each character that folding kept', () => {
    fc.assert(
      fc.property(anyText(200), (text) => {
        const { folded, pieceOf, spans } = cut(text)
        const counts = new Int32Array(spans.length)
        for (let i = 1; i < folded.length; i++) {
          if (unitOf(folded.characters[i] ?? 0) === SPACE_UNIT) continue
          const piece = pieceOf[i] ?? -1
          counts[piece] = (counts[piece] ?? 0) + 1
        }
        for (const [i, span] of spans.entries()) {
          const own = buildFoldedText()
          foldText(table, span, own)
          assert.equal(counts[i], own.length - 2, JSON.stringify(span))
        }
      }),
    )
  })
})
