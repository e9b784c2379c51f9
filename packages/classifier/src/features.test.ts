import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { findFeatures } from './features.ts'
import { hashWord, wordSlot } from './hash.ts'
import { shapeName } from './shapes.ts'
import { anyText } from './testing/any-text.ts'
import { buildWorkspace, type FeatureList, type Workspace } from './workspace.ts'

const OPTIONS = { bits: 18, gramSizes: [3], pairs: true }

function featuresOf(text: string, ws: Workspace = buildWorkspace(OPTIONS)) {
  findFeatures(ws, text)
  const { words, compounds, grams, shapes } = ws
  return {
    words: idsOf(words),
    compounds: idsOf(compounds),
    grams: idsOf(grams),
    shapes: idsOf(shapes).map((id) => id - 2 ** 18),
  }
}

function idsOf({ ids, count }: FeatureList): number[] {
  return [...ids.subarray(0, count)]
}

function hasWord(text: string, word: string): boolean {
  const { words, compounds } = featuresOf(text)
  return [...words, ...compounds].includes(wordSlot(hashWord(word), 14))
}

const FROZEN = {
  words: [186355, 155493, 92200, 152526, 179930, 15315, 221643, 76320],
  compounds: [147346, 205997, 37510, 175269, 145840, 249429, 211328, 101968, 251303],
  grams: [
    69844, 34983, 179066, 4649, 135762, 99824, 156280, 127065, 7962, 190297, 217389, 204879, 223285,
    19133, 169314, 112808, 228954,
  ],
  shapes: [8, 37, 69, 98, 134, 164, 192, 224, 258, 290, 322, 353, 257],
}

// Model files store weights under these numbers: they must never change.
describe('the frozen features', () => {
  it('of nothing are shapes only', () => {
    assert.deepEqual(featuresOf(''), {
      words: [],
      compounds: [],
      grams: [],
      shapes: [0, 32, 64, 96, 128, 160, 192, 224],
    })
  })

  it('of a word and a symbol', () => {
    assert.deepEqual(featuresOf('Free!'), {
      words: [87566, 211951],
      compounds: [217351, 90466],
      grams: [189975, 131731, 196131, 115152, 222138],
      shapes: [5, 32, 64, 101, 136, 162, 193, 224],
    })
  })

  it('of an amount, a link and a disguised word', () => {
    const { words, compounds, grams, shapes } = featuresOf('W1n £1000 www.x.com')
    assert.deepEqual(words, FROZEN.words)
    assert.deepEqual(compounds, FROZEN.compounds)
    assert.deepEqual(grams, FROZEN.grams)
    assert.deepEqual(shapes, FROZEN.shapes)
  })
})

describe('findFeatures', () => {
  for (const text of [
    'FREE',
    'Free',
    'frее',
    'ｆｒｅｅ',
    'fr\u200bee',
    '𝐟𝐫𝐞𝐞',
    'fr33',
    'fr€e',
    'f r e e',
    'f.r.e.e',
    'f-r-e-e',
  ]) {
    const isMeant = text !== 'fr€e'
    it(`${isMeant ? 'sees' : 'does not see'} free in ${JSON.stringify(text)}`, () => {
      assert.equal(hasWord(`the ${text} prize`, 'free'), isMeant)
    })
  }

  it('joins words only from three single letters on', () => {
    assert.equal(hasWord('f r prize', 'fr'), false)
    assert.equal(hasWord('f r e prize', 'fre'), true)
  })

  it('divides spelled words at wider gaps', () => {
    for (const text of ['f r e e  p r i z e', '  f r\u200b e e \n p r i z e', 'a  f r e e  1']) {
      assert.equal(hasWord(text, 'free'), true, text)
    }
    assert.equal(hasWord('f r e e p r i z e', 'freeprize'), true)
  })

  it('leaves inner apostrophes out', () => assert.ok(hasWord("don't", 'dont')))

  it('leaves amounts and codes alone in the skeleton', () => {
    assert.deepEqual(featuresOf('4711 £50').compounds.length, 3)
  })

  it('names the shapes of a text', () => {
    const { shapes } = featuresOf('CALL 08001234567 NOW!! win £500 at www.x.com, mail a@b.com 😀')
    const names = shapes.map(shapeName)
    for (const name of ['money', 'links and addresses', 'long numbers', 'emoji']) {
      assert.ok(names.includes(name), name)
    }
  })

  it('finds n-grams of each size, and the same words and trigrams whatever the sizes', () => {
    const text = "Free 4 all! don't w4it a b c"
    const usual = featuresOf(text)
    const both = featuresOf(text, buildWorkspace({ ...OPTIONS, gramSizes: [3, 4] }))
    assert.deepEqual(both.words, usual.words)
    assert.deepEqual(both.compounds, usual.compounds)
    assert.deepEqual(
      usual.grams.filter((gram) => !both.grams.includes(gram)),
      [],
    )
    const ofTwo = buildWorkspace({ ...OPTIONS, gramSizes: [2] })
    assert.equal(featuresOf('free', ofTwo).grams.length, 5)
    assert.equal(featuresOf('free!', ofTwo).grams.length, 6)
  })

  it('does not depend on the texts before', () => {
    const used = buildWorkspace({ bits: 12, gramSizes: [2, 5], pairs: true })
    const fresh = buildWorkspace({ bits: 12, gramSizes: [2, 5], pairs: true })
    fc.assert(
      fc.property(anyText(60), fc.lorem(), (before, text) => {
        const expected = featuresOf(text, fresh)
        featuresOf(before, used)
        assert.deepEqual(featuresOf(text, used), expected)
        assert.deepEqual(featuresOf(text, fresh), expected)
      }),
    )
  })

  it('gives any string distinct features, each with a place in the text', () => {
    const ws = buildWorkspace({ bits: 14, gramSizes: [3], pairs: true })
    ws.isPlacing = true
    fc.assert(
      fc.property(anyText(200), (text) => {
        findFeatures(ws, text)
        const { words, compounds, grams, shapes } = ws
        const ids = [words, compounds, grams, shapes].flatMap(idsOf)
        assert.equal(new Set(ids).size, ids.length)
        const seconds = { ...compounds, starts: compounds.seconds }
        const places = [words, compounds, grams, seconds].flatMap(({ starts, count }) => [
          ...starts.subarray(0, count),
        ])
        assert.ok(places.every((place) => place >= 1 && place < ws.text.length - 1))
      }),
    )
  })

  it('forgets every feature of a long text, of any size of n-grams', () => {
    const ws = buildWorkspace({ ...OPTIONS, gramSizes: [2, 3, 5] })
    const fresh = featuresOf('free prize', ws)
    featuresOf('free prize call now '.repeat(500) + String.fromCodePoint(0x4e00).repeat(900), ws)
    assert.deepEqual(featuresOf('free prize', ws), fresh)
    findFeatures(ws, '')
    assert.ok(ws.seen.every((bits) => bits === 0))
  })
})
