import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type OnlineLearner, type OnlineOptions, openOnlineLearner } from './online-learner.ts'
import { anyText } from './testing/any-text.ts'
import { scriptedTexts } from './testing/scripted-texts.ts'
import { toyCorpus, toyCorpusWithSources } from './testing/toy-corpus.ts'
import { type Example, type Label, type LogOdds, SOURCES } from './units.ts'

const SMALL: OnlineOptions = { features: { bits: 14, gramSizes: [3], pairs: true } }
const TINY: OnlineOptions = { features: { bits: 10, gramSizes: [3], pairs: true } }
const stream = toyCorpusWithSources(300, 1)
const others = toyCorpus(60, 2)

function taught(examples: readonly Example[], options: OnlineOptions = SMALL): OnlineLearner {
  const learner = openOnlineLearner(options)
  for (const { text, label, source } of examples) learner.learn(text, label, source)
  return learner
}

function answersOf({ predict }: OnlineLearner): number[] {
  return others.flatMap(({ text }) => [predict(text), predict(text, 'sms')])
}

function isRight(logit: LogOdds, label: Label): boolean {
  return logit >= 0 === (label === 'spam')
}

describe('openOnlineLearner', () => {
  it('is undecided about every text before it learned one', () => {
    const { predict } = openOnlineLearner(SMALL)
    for (const { text, source } of scriptedTexts(50, 1)) assert.equal(predict(text, source), 0)
  })

  it('says what the generic model says before it learned a text', () => {
    const generic = (text: string) => (text.length - 20) as LogOdds
    const { predict } = openOnlineLearner({ ...SMALL, generic })
    for (const { text } of others) assert.equal(predict(text), generic(text))
  })

  it('tells nearly all of a stream once it learned some of it', () => {
    const { predict, learn } = openOnlineLearner(SMALL)
    const right = stream.map(({ text, label }) => {
      const logit = predict(text)
      learn(text, label)
      return isRight(logit, label)
    })
    assert.ok(right.slice(50).filter(Boolean).length > 0.9 * 250)
  })

  it('learns what a word means in each source', () => {
    const learner = openOnlineLearner(SMALL)
    for (let i = 0; i < 30; i++) {
      learner.learn(`voucher ${i}`, 'spam', 'sms')
      learner.learn(`voucher ${i}`, 'ham', 'email')
    }
    assert.ok(learner.predict('voucher', 'sms') > 1)
    assert.ok(learner.predict('voucher', 'email') < -1)
  })

  it('trusts a generic model that is always wrong less and less', () => {
    const labels = new Map(stream.map(({ text, label }) => [text, label]))
    const generic = (text: string) => (labels.get(text) === 'ham' ? 2 : -2) as LogOdds
    const { predict, learn } = openOnlineLearner({ ...SMALL, generic })
    const wrong = (from: number, to: number): number =>
      stream.slice(from, to).filter(({ text, label }) => {
        const logit = predict(text)
        learn(text, label)
        return !isRight(logit, label)
      }).length
    assert.ok(wrong(0, 10) >= 5)
    wrong(10, 200)
    assert.ok(wrong(200, 300) <= 10)
  })
})

describe('what an online learner knows', () => {
  it('is the same to the last bit after the same texts in the same order', () => {
    assert.deepEqual(answersOf(taught(stream)), answersOf(taught(stream)))
  })

  it('depends on their order', () => {
    assert.notDeepEqual(answersOf(taught(stream)), answersOf(taught(stream.toReversed())))
  })

  it('does not depend on what it was asked in between', () => {
    const asked = openOnlineLearner(SMALL)
    for (const { text, label, source } of stream) {
      answersOf(asked)
      asked.learn(text, label, source)
    }
    assert.deepEqual(answersOf(asked), answersOf(taught(stream)))
  })

  it('is unlearned by learning the log anew without a text, while another learner knows it', () => {
    const taken = 137
    const learner = taught(stream)
    const before = answersOf(learner)
    const never = taught([...stream.slice(0, taken), ...stream.slice(taken + 1)])
    const unlearned = taught(stream.filter((_, i) => i !== taken))
    assert.deepEqual(answersOf(unlearned), answersOf(never))
    assert.notDeepEqual(answersOf(unlearned), before)
    assert.deepEqual(answersOf(learner), before)
  })

  it('is not what it was after the opposite label of the last text', () => {
    const learner = taught(stream)
    learner.learn('see you at the prize', 'spam')
    learner.learn('see you at the prize', 'ham')
    assert.notDeepEqual(answersOf(learner), answersOf(taught(stream)))
  })
})

describe('log-odds of an online learner', () => {
  it('are finite for any text, whatever was learned', () => {
    const lesson = fc.tuple(
      anyText(),
      fc.constantFrom<Label>('ham', 'spam'),
      fc.constantFrom(undefined, ...SOURCES),
    )
    fc.assert(
      fc.property(fc.array(lesson, { maxLength: 12 }), anyText(), (lessons, text) => {
        const learner = openOnlineLearner(TINY)
        for (const one of lessons) learner.learn(...one)
        assert.ok(Number.isFinite(learner.predict(text)))
        assert.ok(Number.isFinite(learner.predict(text, 'chat')))
      }),
      { numRuns: 100 },
    )
  })

  it('are finite and of the right sign when one text is learned thousands of times', () => {
    const learner = openOnlineLearner(SMALL)
    for (let i = 0; i < 3000; i++) learner.learn('see you', 'ham')
    assert.ok(learner.predict('see you') < -1)
    learner.learn('win', 'spam')
    assert.ok(learner.predict('see you') < -1)
    assert.ok(Number.isFinite(learner.predict('win '.repeat(8000))))
  })
})
