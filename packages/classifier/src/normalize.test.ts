import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { classOf, DIGIT, DISGUISE, LETTER, OTHER, SPACE, unitOf } from './characters.ts'
import { buildFoldTable } from './fold-table.ts'
import { buildFoldedText, foldText } from './normalize.ts'
import { anyText } from './testing/any-text.ts'

const table = buildFoldTable()

function fold(text: string) {
  const into = buildFoldedText()
  foldText(table, text, into)
  const { length, chunks, hidden } = into
  const characters = [...into.characters.subarray(0, length)]
  return {
    text: String.fromCharCode(...characters.map(unitOf)),
    classes: characters.map(classOf),
    chunks: [...into.chunkEnds.subarray(0, chunks)].map((end, i) => [end, into.chunkKinds[i]]),
    hidden,
  }
}

const FOLDS: readonly (readonly [text: string, folded: string, why: string])[] = [
  ['', ' ', 'nothing'],
  ['Hello', ' hello ', 'capitals'],
  ['  a \t\r\n b  ', ' a b ', 'white space'],
  ['Ação já', ' acao ja ', 'accents'],
  ['e\u0301', ' e ', 'combining accents'],
  ['frее', ' free ', 'Cyrillic look-alikes'],
  ['ｆｒｅｅ', ' free ', 'full width'],
  ['𝐟𝐫𝐞𝐞 𝟙', ' free 1 ', 'mathematical letters and digits'],
  ['🅵🆁🅴🅴', ' free ', 'squared letters'],
  ['fr\u200bee\u00ad', ' free ', 'invisible characters'],
  ['“don’t”', ' "don\'t" ', 'typographic quotes'],
  ['½', ' 1 ', 'only the first unit of a decomposition'],
  ['\u0000\u0007a', ' a ', 'control characters'],
  ['한국', ' 한국 ', 'Hangul keeps its vowels'],
  ['हिन्दी', ' हिन्दी ', 'Devanagari keeps its vowels'],
  ['\ud800', ' \ud800 ', 'a lone surrogate'],
]

describe('foldText', () => {
  for (const [text, folded, why] of FOLDS) {
    it(`folds ${why}: ${JSON.stringify(text)}`, () => assert.equal(fold(text).text, folded))
  }

  it('tells letters, digits, spaces and the rest apart', () => {
    assert.deepEqual(fold('aé1 !😀').classes, [
      SPACE,
      LETTER,
      LETTER,
      DIGIT,
      SPACE,
      OTHER,
      OTHER,
      SPACE,
    ])
  })

  it('tells where chunks end and of what they are', () => {
    assert.deepEqual(fold(' ab  c1!\u200b \u200b 2').chunks, [
      [3, LETTER],
      [7, LETTER | DIGIT | OTHER | DISGUISE],
      [9, DIGIT | DISGUISE],
    ])
    assert.deepEqual(fold(' \u200b').chunks, [])
  })

  it('counts invisible characters only inside words', () => {
    assert.equal(fold('fr\u200bee').hidden, 1)
    assert.equal(fold('\ufeffhello ❤\ufe0f').hidden, 0)
  })

  it('gives any string spaces at both ends, and no two in a row', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const { classes, chunks } = fold(text)
        assert.equal(classes[0], SPACE)
        assert.equal(classes.at(-1), SPACE)
        assert.ok(classes.every((one, i) => one !== SPACE || classes[i + 1] !== SPACE))
        const spaces = classes.flatMap((one, i) => (one === SPACE && i > 0 ? [i] : []))
        assert.deepEqual(
          chunks.map(([end]) => end),
          spaces,
        )
      }),
    )
  })
})
