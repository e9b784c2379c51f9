import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openRandom } from '../../packages/classifier/src/random.ts'
import { DIGITS_FOR_LETTERS, LOOKALIKES } from './disguises.ts'
import { caseFlips, hiddenCharacters, homoglyphs, leet } from './letters.ts'

const TEXT =
  'Congratulations Maria, claim the Quick prize of our bank by Friday, just zip over'.repeat(9)
const lettersIn = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

describe('leet', () => {
  /** `i` and `l` share disguises: both are read as `i`. */
  const unmasked = (text: string): string => {
    const letters = [...DIGITS_FOR_LETTERS].reverse()
    const letterOf = new Map(letters.flatMap(([letter, all]) => all.map((one) => [one, letter])))
    return [...text.toLowerCase()]
      .map((character) => letterOf.get(character) ?? character)
      .join('')
      .replaceAll('l', 'i')
  }

  it('can be read again, letter by letter', () => {
    for (const share of [0.5, 1]) {
      assert.equal(unmasked(leet(TEXT, share, openRandom(1))), unmasked(TEXT))
    }
  })

  it('leaves no letter that it could disguise when it is to disguise all', () => {
    assert.doesNotMatch(leet(TEXT, 1, openRandom(1)), /[aeiostlbg]/iu)
  })

  it('disguises about half of them when it is to disguise half', () => {
    const could = lettersIn(TEXT) - lettersIn(leet(TEXT, 1, openRandom(1)))
    const did = lettersIn(TEXT) - lettersIn(leet(TEXT, 0.5, openRandom(1)))
    assert.ok(Math.abs(did / could - 0.5) < 0.1, `${did} of ${could}`)
  })

  it('touches none when the share is 0', () => {
    assert.equal(leet(TEXT, 0, openRandom(1)), TEXT)
  })
})

describe('homoglyphs', () => {
  const entries = [...LOOKALIKES].flatMap(([letter, all]) =>
    all.map((one) => [one, letter] as const),
  )
  const letterOf = new Map(entries)

  it('knows each look-alike as one letter, in one case, and none that is plain', () => {
    assert.equal(letterOf.size, entries.length)
    assert.ok(entries.every(([one]) => one.length === 1 && one > '\u007f'))
    assert.equal(LOOKALIKES.size, 52)
  })

  it('can be read again, letter by letter', () => {
    const disguised = homoglyphs(TEXT, openRandom(1))
    assert.equal([...disguised].map((one) => letterOf.get(one) ?? one).join(''), TEXT)
  })

  it('disguises about half of the letters', () => {
    const plain = homoglyphs(TEXT, openRandom(1)).match(/[a-z]/giu)?.length ?? 0
    assert.ok(Math.abs(plain / lettersIn(TEXT) - 0.5) < 0.1, `${plain} are plain`)
  })
})

describe('hiddenCharacters', () => {
  it('puts them behind four letters in ten, and nothing else', () => {
    const hidden = hiddenCharacters(TEXT, openRandom(1))
    assert.equal(hidden.replace(/\p{Cf}/gu, ''), TEXT)
    assert.ok(Math.abs((hidden.length - TEXT.length) / lettersIn(TEXT) - 0.4) < 0.1)
    assert.doesNotMatch(hidden, /(?:^|\P{L})\p{Cf}/u)
  })
})

describe('caseFlips', () => {
  it('leaves the letters and makes half of them capitals', () => {
    const flipped = caseFlips(TEXT, openRandom(1))
    assert.equal(flipped.toLowerCase(), TEXT.toLowerCase())
    const capitals = flipped.match(/\p{Lu}/gu)?.length ?? 0
    assert.ok(Math.abs(capitals / lettersIn(TEXT) - 0.5) < 0.1, `${capitals} capitals`)
  })
})
