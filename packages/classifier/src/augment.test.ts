import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { alteredCopies } from './augment.ts'
import { anyText } from './testing/any-text.ts'
import { toyCorpus } from './testing/toy-corpus.ts'

describe('alteredCopies', () => {
  const examples = toyCorpus(400, 1)
  const copies = alteredCopies(examples, 1)

  it('keeps labels and order, at a sixteenth of the weight', () => {
    assert.deepEqual(
      copies.map(({ label }) => label),
      examples.map(({ label }) => label),
    )
    assert.ok(copies.every(({ weight }) => weight === 0.0625))
  })

  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(alteredCopies(examples, 1), copies)
    assert.notDeepEqual(alteredCopies(examples, 2), copies)
  })

  it('alters ham as often as spam', () => {
    for (const label of ['ham', 'spam']) {
      const rows = examples.flatMap((one, i) => (one.label === label ? [i] : []))
      const altered = rows.filter((i) => copies[i]?.text !== examples[i]?.text)
      assert.ok(altered.length > 0.7 * rows.length, `${label}: ${altered.length} of ${rows.length}`)
    }
  })

  it('puts honest words behind ham and spam alike, a third of the time', () => {
    for (const label of ['ham', 'spam']) {
      const rows = examples.flatMap((one, i) => (one.label === label ? [i] : []))
      const followed = rows.filter((i) => copies[i]?.text.startsWith(`${examples[i]?.text} `))
      assert.ok(Math.abs(followed.length / rows.length - 0.35) < 0.1, label)
    }
  })

  it('keeps the letters of a text in their order, or all but a few', () => {
    const text = 'Congratulations everybody wonderful holiday tomorrow'
    const letters = (one: string): string => one.replace(/[^a-z]/giu, '')
    for (let seed = 0; seed < 200; seed++) {
      const [copy = { text: '' }] = alteredCopies([{ text, label: 'spam' }], seed)
      const lost = letters(text).length - letters(copy.text).length
      assert.ok(Math.abs(lost) <= 5, copy.text)
      assert.equal(copy.text[0], 'C')
    }
  })

  it('takes any text, and no ham at all', () => {
    fc.assert(
      fc.property(anyText(60), fc.integer(), (text, seed) => {
        const [copy] = alteredCopies([{ text, label: 'spam' }], seed)
        assert.equal(typeof copy?.text, 'string')
      }),
    )
    assert.deepEqual(alteredCopies([], 1), [])
  })
})
