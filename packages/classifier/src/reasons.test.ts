import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { openClassifier } from './classifier.ts'
import type { Explanation } from './reasons.ts'
import { anyText } from './testing/any-text.ts'
import { toyCorpusWithSources } from './testing/toy-corpus.ts'
import { trainModel } from './train.ts'
import { SOURCES, type Source } from './units.ts'

const examples = toyCorpusWithSources(90, 1)
const words = openClassifier(trainModel(examples, { bits: 12, bayesScope: 'words' }))
const all = openClassifier(trainModel(examples, { bits: 12, bayesScope: 'all', gramSizes: [2, 4] }))
const anySource = fc.option(fc.constantFrom<Source>(...SOURCES), { nil: undefined })
const anyMessage = fc.oneof(
  anyText(200),
  fc
    .array(fc.constantFrom('free', 'FR33!', 'home', 'c a s h', 'http://x.biz', '😀', '\u200b'), {
      maxLength: 30,
    })
    .map((pieces) => pieces.join(' ')),
)

function assertAddsUp({ bias, logit, reasons }: Explanation): void {
  const sum = reasons.reduce((total, { contribution }) => total + contribution, Number(bias))
  const size = reasons.reduce(
    (total, { contribution }) => total + Math.abs(contribution),
    Math.abs(bias),
  )
  assert.ok(Math.abs(sum - logit) <= 1e-9 * size, `${sum} is not ${logit}`)
}

describe('explain', () => {
  it('adds up to the log-odds that classify gives', () => {
    fc.assert(
      fc.property(anyMessage, anySource, (text, source) => {
        for (const classifier of [words, all]) {
          const explanation = classifier.explain(text, source)
          assert.equal(explanation.logit, classifier.classify(text, source).logit)
          assertAddsUp(explanation)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('adds up however few reasons are wanted', () => {
    fc.assert(
      fc.property(anyMessage, fc.nat({ max: 12 }), (text, count) => {
        const explanation = words.explain(text, undefined, count)
        assertAddsUp(explanation)
        assert.ok(explanation.reasons.length <= count + 1)
        const whole = words.explain(text)
        assert.deepEqual(explanation.reasons.slice(0, count), whole.reasons.slice(0, count))
        const isCut = whole.reasons.length > count
        assert.equal(explanation.reasons.at(-1)?.piece === '(everything else)', isCut)
      }),
    )
  })

  it('quotes each piece from its place in the text as sent, without white space', () => {
    fc.assert(
      fc.property(anyMessage, (text) => {
        const placed = words.explain(text).reasons.filter(({ start }) => start !== undefined)
        for (const { piece, start, end } of placed) {
          assert.equal(text.slice(start, end), piece)
          assert.ok(piece.length > 0 && piece.length <= 130)
        }
        const starts = placed.map(({ start }) => start)
        assert.equal(new Set(starts).size, starts.length)
      }),
    )
  })

  it('puts the largest first', () => {
    const { reasons } = words.explain('FREE prize!!! call 80086 now, see you at home')
    const sizes = reasons.map(({ contribution }) => Math.abs(contribution))
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
    )
  })

  it('gives what a word does to the word, however it is disguised', () => {
    const reasonFor = (text: string, piece: string) =>
      words.explain(text).reasons.find((reason) => reason.piece === piece)
    for (const free of ['free', 'FR33', 'f.r.e.e', 'fr\u200bee']) {
      const reason = reasonFor(`see you ${free} tonight`, free)
      assert.ok((reason?.contribution ?? -1) > 0, free)
      assert.equal(reason?.start, 8)
      assert.equal(reason?.end, 8 + free.length)
    }
  })

  it('names shape features, without a place', () => {
    const { reasons } = words.explain('FREE prize!!! call 80086')
    const placeless = reasons.filter(({ start }) => start === undefined).map(({ piece }) => piece)
    assert.ok(placeless.includes('exclamation marks'), placeless.join())
  })

  it('cuts a chunk without spaces into pieces', () => {
    const { reasons } = words.explain('freeprize'.repeat(50))
    const placed = reasons.filter(({ start }) => start !== undefined)
    assert.ok(placed.length > 1)
    assert.ok(placed.every(({ piece }) => piece.length <= 64))
  })

  it('gives a repeated word what it does once', () => {
    const pieces = words.explain('prize prize').reasons.filter(({ piece }) => piece === 'prize')
    const [first, second] = pieces.sort((a, b) => (a.start ?? 0) - (b.start ?? 0))
    assert.ok((first?.contribution ?? 0) > (second?.contribution ?? 0))
  })
})
