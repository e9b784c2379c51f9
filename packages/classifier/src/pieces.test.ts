import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { pieceSetsOf } from './pieces.ts'

describe('pieceSetsOf', () => {
  it('numbers pieces in the order they are met, each once per text', () => {
    const { begins, ids, pieces } = pieceSetsOf(['abcdef', 'bcdefbcdef', 'ab'])
    assert.deepEqual([...begins], [0, 2, 7, 8])
    assert.deepEqual([...ids], [0, 1, 1, 2, 3, 4, 5, 6])
    assert.equal(pieces, 7)
  })

  it('takes for a space what the regular expression \\s does', () => {
    const units = Array.from({ length: 65536 }, (_, i) => String.fromCharCode(i))
    const { begins, ids } = pieceSetsOf(['a b', ...units.map((unit) => `a${unit}${unit}b`)])
    assert.deepEqual(
      units.filter((_, i) => ids[begins[i + 1] ?? 0] === ids[0]),
      units.filter((unit) => /\s/u.test(unit)),
    )
  })

  it('counts the pieces that strings count', () => {
    const anyUnit = fc.oneof(
      fc.constantFrom('a', 'B', '7', ' ', '\n', 'İ'),
      fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    )
    fc.assert(
      fc.property(fc.array(fc.string({ unit: anyUnit, maxLength: 30 })), (texts) => {
        const { begins, pieces } = pieceSetsOf(texts)
        const sets = texts.map(piecesOf)
        assert.equal(pieces, new Set(sets.flatMap((set) => [...set])).size)
        assert.deepEqual(
          sets.map(({ size }) => size),
          sets.map((_, row) => (begins[row + 1] ?? 0) - (begins[row] ?? 0)),
        )
      }),
    )
  })

  it('tells more pieces apart than its first table holds, by each of their units', () => {
    const units = Array.from({ length: 5000 }, (_, i) => String.fromCharCode(0x4e00 + i))
    const texts = units.flatMap((unit) => [`${unit}bcde`, `abc${unit}e`, `abcd${unit}`])
    const { ids, pieces } = pieceSetsOf([...texts, ...texts])
    assert.equal(pieces, texts.length)
    assert.deepEqual(ids.subarray(0, texts.length), ids.subarray(texts.length))
  })
})

function piecesOf(text: string): Set<string> {
  const plain = text.toLowerCase().replace(/\d/gu, '0').replace(/\s+/gu, ' ')
  const starts = Array.from({ length: Math.max(1, plain.length - 4) }, (_, i) => i)
  return new Set(starts.map((at) => plain.slice(at, at + 5)))
}
