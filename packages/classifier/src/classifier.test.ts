import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { openClassifier } from './classifier.ts'
import { decodeModel, encodeModel } from './model-file.ts'
import { anyText } from './testing/any-text.ts'
import { toyCorpus, toyCorpusWithSources } from './testing/toy-corpus.ts'
import { trainModel } from './train.ts'
import { SOURCES, type Source } from './units.ts'

const trained = trainModel(toyCorpusWithSources(90, 1), { bits: 12, gramSizes: [3, 5] })
const classifier = openClassifier(trained)
const anySource = fc.option(fc.constantFrom<Source>(...SOURCES), { nil: undefined })
const anyMessage = fc.oneof(anyText(300), fc.lorem({ maxCount: 30 }))

const STRANGE: Readonly<Record<string, string>> = {
  nothing: '',
  'white space only': ' \n\t \u00a0 ',
  'invisible characters only': '\u200b\u200d\ufeff\u00ad',
  'a lone high surrogate': 'a \ud83d b',
  'a lone low surrogate at the start': '\udc00',
  'a high surrogate at the end': 'x\ud800',
  'one letter 32,000 times': 'a'.repeat(32_000),
  'one emoji 16,000 times': '😀'.repeat(16_000),
  'a combining mark 32,000 times': '\u0301'.repeat(32_000),
  'single letters with gaps, 16,000 times': 'a '.repeat(16_000),
  'letters and dots, 16,000 times': 'a.'.repeat(16_000),
  'apostrophes, 32,000 times': "'".repeat(32_000),
  'letters and apostrophes, 16,000 times': "a'".repeat(16_000),
  'NUL characters': '\0'.repeat(100),
}

describe('classify', () => {
  for (const [name, text] of Object.entries(STRANGE)) {
    it(`judges ${name}`, () => {
      for (const source of [undefined, 'sms', 'form'] as const) {
        const { spamProbability, logit } = classifier.classify(text, source)
        assert.ok(Number.isFinite(logit))
        assert.ok(spamProbability >= 0 && spamProbability <= 1)
      }
    })
  }

  it('judges any string', () => {
    fc.assert(
      fc.property(anyMessage, anySource, (text, source) => {
        const { spamProbability, logit, label, verdict } = classifier.classify(text, source)
        assert.ok(Number.isFinite(logit))
        assert.equal(label, spamProbability >= 0.5 ? 'spam' : 'ham')
        assert.ok(['ham', 'review', 'spam', 'discard'].includes(verdict))
      }),
    )
  })

  it('takes time in proportion to the length, whatever is in the text', () => {
    for (const text of Object.values(STRANGE).filter(({ length }) => length === 32_000)) {
      const short = timeOf(text.slice(0, 2000))
      const long = timeOf(text)
      assert.ok(long < 16 * 10 * short + 5, `${text.slice(0, 4)}: ${short} ms, ${long} ms`)
    }
  })

  it('answers the same from the file as from training, to the last bit', () => {
    const read = openClassifier(decodeModel(encodeModel(trained)))
    fc.assert(
      fc.property(anyMessage, anySource, (text, source) => {
        assert.deepEqual(read.classify(text, source), classifier.classify(text, source))
        assert.deepEqual(read.explain(text, source), classifier.explain(text, source))
      }),
    )
  })

  it('answers the same again, whatever was judged between', () => {
    fc.assert(
      fc.property(anyMessage, anyMessage, (text, between) => {
        const first = classifier.classify(text)
        classifier.classify(between)
        assert.deepEqual(classifier.classify(text), first)
      }),
    )
  })

  it('gives higher verdicts to higher log-odds', () => {
    const order = ['ham', 'review', 'spam', 'discard']
    const answers = [...toyCorpus(60, 5), ...toyCorpus(60, 6)].map(({ text }) =>
      classifier.classify(text),
    )
    answers.sort((a, b) => a.logit - b.logit)
    const levels = answers.map(({ verdict }) => order.indexOf(verdict))
    assert.deepEqual(
      levels,
      levels.toSorted((a, b) => a - b),
    )
    assert.ok(new Set(levels).size > 1)
  })

  it('takes a source that it has no word for as none', () => {
    assert.deepEqual(classifier.classify('free', 'fax' as Source), classifier.classify('free'))
  })

  it('ignores the source when the model never learned of any', () => {
    const { classify } = openClassifier(trainModel(toyCorpus(60, 1), { bits: 12 }))
    assert.deepEqual(classify('free prize', 'sms'), classify('free prize'))
  })
})

describe('openClassifier', () => {
  it('tells version and bands', () => {
    assert.equal(classifier.version, trained.version)
    assert.match(classifier.version, /^[0-9a-f]{12}$/u)
    const { review, spam, discard } = classifier.bands
    assert.ok(review <= 0.5 && spam >= 0.5 && discard >= spam)
  })
})

/** The best of five, in milliseconds. */
function timeOf(text: string): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now()
    classifier.classify(text)
    return performance.now() - start
  })
  return Math.min(...times)
}
