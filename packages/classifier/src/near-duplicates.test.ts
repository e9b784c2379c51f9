import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { nearDuplicateGroups } from './near-duplicates.ts'

describe('nearDuplicateGroups', () => {
  it('does not tell digits, capitals and runs of whitespace apart', () => {
    const texts = ['Call 0800 555 now', 'call 1239\n567  NOW', 'see you at eight']
    assert.deepEqual([...nearDuplicateGroups(texts)], [0, 0, 1])
  })

  it('asks for half of all pieces in common', () => {
    // 6 pieces each; of 9 and 8 together 3 and 4 are in common.
    assert.deepEqual([...nearDuplicateGroups(['abcdefghij', 'defghijklm'])], [0, 1])
    assert.deepEqual([...nearDuplicateGroups(['abcdefghij', 'cdefghijkl'])], [0, 0])
    // The 6 pieces of the first are half of the second's.
    assert.deepEqual([...nearDuplicateGroups(['abcdefghij', 'abcdefghijklmnop'])], [0, 0])
    assert.deepEqual([...nearDuplicateGroups(['abcdefghij', 'abcdefghijklmnopq'])], [0, 1])
  })

  it('links through a text that is like both', () => {
    const texts = ['abcdefghij', 'efghijklmn', 'cdefghijkl', 'unlike them']
    assert.deepEqual([...nearDuplicateGroups(texts)], [0, 0, 0, 1])
  })

  it('sees what two texts share behind the rarer half of one and before the other third', () => {
    const [shared, often] = [
      'the quick brown fox jumps over a lazy dog and rests',
      'say hello to all',
    ]
    const texts = [
      `${shared}${often}`,
      `${shared}zkvwqpgmbufhtyxjczzqqkkvvww`,
      `1${often}`,
      `2${often}`,
    ]
    assert.deepEqual(groupsByComparingAll(texts), [0, 0, 1, 1])
    assert.deepEqual([...nearDuplicateGroups(texts)], [0, 0, 1, 1])
  })

  it('takes a text shorter than a piece as one piece', () => {
    assert.deepEqual([...nearDuplicateGroups(['ok', 'OK', '', 'okay', ' '])], [0, 0, 1, 2, 3])
    assert.deepEqual([...nearDuplicateGroups([])], [])
  })

  it('finds the groups that comparing all with all finds', () => {
    const text = fc
      .array(fc.constantFrom('win ', 'cash ', 'now', '£1', ' lunch', 'abc', 'b'), { maxLength: 12 })
      .map((words) => words.join(''))
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), (texts) => {
        assert.deepEqual([...nearDuplicateGroups(texts)], groupsByComparingAll(texts))
      }),
      { numRuns: 300 },
    )
  })

  it('finds them among messages that were written anew from a few drafts', () => {
    fc.assert(
      fc.property(draftsAndCopies(), (texts) => {
        assert.deepEqual([...nearDuplicateGroups(texts)], groupsByComparingAll(texts))
      }),
      { numRuns: 200 },
    )
  })
})

/** Copies of drafts in which some words were replaced, in any writing of spaces, digits and case. */
function draftsAndCopies(): fc.Arbitrary<string[]> {
  const word = fc.oneof(
    fc.constantFrom(
      'the',
      'of',
      'your',
      'FREE',
      'prize',
      '2026',
      'İstanbul',
      'ΣΑΣ',
      'straße',
      '🎁',
    ),
    fc.string({ unit: fc.constantFrom(...'aeinrst'), minLength: 2, maxLength: 9 }),
  )
  const gap = fc.constantFrom(' ', ' ', ' ', '\n\n', '\u00a0', '\t ', '\u3000', ', ')
  const draft = fc.array(fc.tuple(word, gap), { minLength: 1, maxLength: 50 })
  const edits = fc.array(fc.tuple(fc.nat({ max: 49 }), word), { maxLength: 16 })
  return fc.array(draft, { minLength: 1, maxLength: 3 }).chain((drafts) =>
    fc.array(
      fc.tuple(fc.constantFrom(...drafts), edits, fc.boolean()).map(([words, changed, loud]) => {
        const anew = new Map(changed)
        const text = words.map(([old, space], i) => (anew.get(i) ?? old) + space).join('')
        return loud ? text.toUpperCase() : text
      }),
      { minLength: 2, maxLength: 24 },
    ),
  )
}

/** The definition itself, in quadratic time. */
function groupsByComparingAll(texts: readonly string[]): number[] {
  const sets = texts.map((text) => {
    const plain = text.toLowerCase().replace(/\d/gu, '0').replace(/\s+/gu, ' ')
    const starts = Array.from({ length: Math.max(1, plain.length - 4) }, (_, i) => i)
    return new Set(starts.map((at) => plain.slice(at, at + 5)))
  })
  const groups = texts.map((_, i) => i)
  for (const [i, a] of sets.entries()) {
    for (const [j, b] of sets.entries()) {
      const common = [...a].filter((piece) => b.has(piece)).length
      if (2 * common < a.size + b.size - common) continue
      const [from, to] = [groups[j], groups[i] ?? i]
      for (const [k, group] of groups.entries()) if (group === from) groups[k] = to
    }
  }
  const numbers = [...new Set(groups)]
  return groups.map((group) => numbers.indexOf(group))
}
