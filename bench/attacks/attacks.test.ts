import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { openRandom } from '../../packages/classifier/src/random.ts'
import { anyText } from '../../packages/classifier/src/testing/any-text.ts'
import { ATTACKS, attackNamed } from './attacks.ts'

const TEXT = 'Congratulations, you have won a guaranteed holiday. Please telephone our office today'
const KNOWLEDGE = {
  hamWords: ['lunch', 'home', 'mum', 'later', 'sorry'],
  hamTexts: ['See you at noon.', 'I am late', 'Call you back', 'On the bus'],
}

it('every attack has a name of its own', () => {
  assert.equal(new Set(ATTACKS.map(({ name }) => name)).size, ATTACKS.length)
})

for (const { name, kind, apply } of ATTACKS) {
  const attack = (text: string, seed: number): string => apply(text, openRandom(seed), KNOWLEDGE)

  describe(`attack: ${name}`, () => {
    it('alters a text, in the same way for the same seed', () => {
      assert.notEqual(attack(TEXT, 1), TEXT)
      assert.equal(attack(TEXT, 1), attack(TEXT, 1))
    })

    it('takes any text', () => {
      const property = fc.property(anyText(60), fc.integer(), (text, seed) => {
        const once = attack(text, seed)
        assert.equal(attack(text, seed), once)
        if (kind === 'padding') assert.ok(once.includes(text))
      })
      fc.assert(property, { numRuns: 50 })
    })

    if (kind === 'obfuscation') {
      it('leaves a text without letters and gaps alone', () => {
        for (const text of ['', '555', '+1'])
          assert.equal(attack(text, 1).replaceAll(' ', ''), text)
      })
    }
  })
}

describe('attack: zero-width + leet + emoji', () => {
  it('does all three', () => {
    const { apply } = attackNamed('zero-width + leet + emoji')
    const altered = apply(TEXT, openRandom(1), KNOWLEDGE)
    for (const trace of [/[\u200b-\u200d\u2060]/u, /[0-9@!$+|]/u, /\p{Extended_Pictographic}/u]) {
      assert.match(altered, trace)
    }
  })
})

it('attackNamed refuses a name that no attack has', () => {
  assert.throws(() => attackNamed('politeness'), RangeError)
})
