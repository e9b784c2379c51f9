import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openRandom } from '../../packages/classifier/src/random.ts'
import {
  cutWords,
  dottedWords,
  emojiBetween,
  misspeltWords,
  spacedThroughout,
  spacedWords,
} from './words.ts'

const LINES = 400
const TEXT = Array.from(
  { length: LINES },
  () => 'Você won\ta prize, call 555 0100 or Claim online',
).join('\n')
const chunksOf = (text: string): string[] => text.split(/\s+/u)
const isNearHalf = (part: number, whole: number): boolean => Math.abs(part / whole - 0.5) < 0.1
const without = (text: string, pattern: RegExp): string => text.replace(pattern, '')

describe('spacedWords', () => {
  const spaced = spacedWords(TEXT, openRandom(1))

  it('keeps every character in its place but for the gaps', () => {
    assert.equal(without(spaced, / /gu), without(TEXT, / /gu))
  })

  it('alters half of the words of three letters or more, and no number', () => {
    const ofFour = spaced.match(/c a l l/gu)?.length ?? 0
    assert.ok(isNearHalf(ofFour, LINES), `${ofFour} of ${LINES}`)
    assert.match(spaced, /p r i z e ,/u)
    assert.doesNotMatch(spaced, /5 5|o r/u)
  })
})

describe('spacedThroughout', () => {
  it('parts every character by one space and words by two', () => {
    assert.equal(spacedThroughout(' win a\n£5 prize! '), 'w i n  a  £ 5  p r i z e !')
  })

  it('can be read again', () => {
    const words = spacedThroughout(TEXT).split('  ')
    assert.deepEqual(
      words.map((word) => without(word, / /gu)),
      chunksOf(TEXT),
    )
  })
})

describe('dottedWords', () => {
  const dotted = dottedWords(TEXT, openRandom(1))

  it('can be read again without its symbols', () => {
    assert.equal(without(dotted, /[._*-]/gu), TEXT)
  })

  it('puts a symbol into every gap of half of the words, and of no number', () => {
    const whole = dotted.match(/o[._*-]n[._*-]l[._*-]i[._*-]n[._*-]e/gu)?.length ?? 0
    assert.ok(isNearHalf(whole, LINES), `${whole} of ${LINES}`)
    assert.doesNotMatch(dotted, /\d[._*-]|o[._*-]r/u)
  })
})

describe('misspeltWords', () => {
  const chunks = chunksOf(TEXT)
  const pairs = chunksOf(misspeltWords(TEXT, openRandom(1))).map(
    (misspelt, i) => [misspelt, chunks[i] ?? ''] as const,
  )

  it('keeps the first letter, what follows the letters, and the length but for one', () => {
    for (const [misspelt, chunk] of pairs) {
      assert.equal(misspelt[0], chunk[0])
      assert.equal(without(misspelt, /\p{L}+/gu), without(chunk, /\p{L}+/gu))
      assert.ok(Math.abs(misspelt.length - chunk.length) <= 1, misspelt)
    }
  })

  it('slips in half of the words of four letters or more, and in no other', () => {
    const long = pairs.filter(([, chunk]) => /^\p{L}{4}/u.test(chunk))
    const slipped = pairs.filter(([misspelt, chunk]) => misspelt !== chunk)
    assert.ok(slipped.every((pair) => long.includes(pair)))
    assert.ok(isNearHalf(slipped.length, long.length), `${slipped.length} of ${long.length}`)
  })

  it('leaves out, exchanges, doubles and replaces', () => {
    const words = Array.from({ length: 400 }, (_, seed) => misspeltWords('abcd', openRandom(seed)))
    for (const word of ['acd', 'abd', 'acbd', 'abdc', 'abbcd', 'abccd']) {
      assert.ok(words.includes(word), word)
    }
    for (const replaced of [/^a[^b]cd$/u, /^ab[^c]d$/u]) {
      assert.ok(words.some((word) => replaced.test(word)))
    }
  })
})

describe('cutWords', () => {
  const cut = cutWords(TEXT, openRandom(1))

  it('keeps every character in its place but for the gaps', () => {
    assert.equal(without(cut, / /gu), without(TEXT, / /gu))
  })

  it('cuts half of the words of five letters or more in the middle', () => {
    const halves = cut.match(/onl ine/gu)?.length ?? 0
    assert.ok(isNearHalf(halves, LINES), `${halves} of ${LINES}`)
    assert.doesNotMatch(cut, /ca ll|pri ze,|01 00/u)
  })
})

describe('emojiBetween', () => {
  const pictured = emojiBetween(TEXT, openRandom(1))
  const isEmoji = (chunk: string): boolean => /^\p{Emoji_Presentation}|\ufe0f$/u.test(chunk)

  it('leaves the words and puts whole emoji into four of ten gaps', () => {
    const chunks = chunksOf(pictured)
    const words = chunksOf(TEXT)
    assert.deepEqual(
      chunks.filter((chunk) => !isEmoji(chunk)),
      words,
    )
    const emoji = chunks.length - words.length
    assert.ok(Math.abs(emoji / (words.length - 1) - 0.4) < 0.1, `${emoji} emoji`)
  })
})
