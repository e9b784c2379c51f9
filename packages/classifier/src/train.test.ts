import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openClassifier } from './classifier.ts'
import { measure } from './metrics.ts'
import { decodeModel, encodeModel } from './model-file.ts'
import { nearDuplicateGroups } from './near-duplicates.ts'
import type { ReportPart } from './report.ts'
import { toyCorpus, toyCorpusWithSources } from './testing/toy-corpus.ts'
import { trainModel } from './train.ts'
import { TrainingDataError, type TrainOptions } from './train-options.ts'
import type { Example, LogOdds, Source } from './units.ts'

const SMALL = { bits: 12 } as const

describe('trainModel', () => {
  it('gives the same bytes for the same examples and seed', () => {
    const examples = toyCorpusWithSources(60, 1)
    const once = encodeModel(trainModel(examples, SMALL))
    assert.deepEqual(encodeModel(trainModel(examples, SMALL)), once)
    assert.notDeepEqual(encodeModel(trainModel(examples, { ...SMALL, seed: 2 })), once)
  })

  it('tells spam from ham in texts it has not seen', () => {
    const { classify } = openClassifier(trainModel(toyCorpus(200, 1), SMALL))
    const fresh = toyCorpus(300, 2)
    const { accuracy } = measure(
      fresh.map(({ text, label }) => ({ label, logit: classify(text).logit })),
    )
    assert.ok(accuracy > 0.9, `${accuracy}`)
  })

  it('counts exact duplicates once', () => {
    const examples = toyCorpus(40, 1)
    const doubled = trainModel([...examples, ...examples], SMALL)
    assert.equal(doubled.report.duplicates, 40)
    assert.equal(doubled.report.examples, 40)
    const single = trainModel(examples, SMALL)
    assert.deepEqual(doubled.plain, single.plain)
    assert.equal(doubled.report.fingerprint, single.report.fingerprint)
  })

  it('reports figures of texts that each learner had not seen', () => {
    const { report } = trainModel(toyCorpus(90, 1), SMALL)
    assert.deepEqual([report.examples, report.ham, report.spam], [90, 60, 30])
    assert.equal(report.outOfFold.n, 90)
    assert.ok(report.outOfFold.accuracy > 0.8 && report.outOfFold.accuracy <= 1)
    assert.ok(report.outOfFold.logLoss > 0)
    assert.equal(report.outOfFoldSourced, undefined)
  })

  it('reports how each source and each corpus does', () => {
    const all = toyCorpusWithSources(99, 1)
    const examples = [
      ...all.slice(0, 30).map((example) => ({ ...example, corpus: 'first' })),
      ...all.slice(30, 90).map((example) => ({ ...example, corpus: 'second' })),
      ...all.slice(90),
    ]
    const { report } = trainModel(examples, SMALL)
    const { sources = [], corpora = [] } = report
    assert.deepEqual(namesAndCounts(sources), [
      ['sms', 33],
      ['email', 33],
      ['chat', 33],
    ])
    assert.deepEqual(namesAndCounts(corpora), [
      ['first', 30],
      ['second', 60],
    ])
    const errors = sources.map(({ outOfFold: { n, accuracy } }) => Math.round(n * (1 - accuracy)))
    const inAll = Math.round(99 * (1 - report.outOfFold.accuracy))
    assert.equal(
      errors.reduce((sum, count) => sum + count, 0),
      inAll,
    )
    assert.ok(sources.every(({ outOfFoldSourced }) => outOfFoldSourced !== undefined))
    const alone = trainModel(examples.slice(0, 30), SMALL).report
    assert.equal(corpora[0]?.fingerprint, alone.fingerprint)
  })

  it('does not learn from the name of a corpus', () => {
    const examples = toyCorpus(60, 1)
    const named = trainModel(
      examples.map((example) => ({ ...example, corpus: 'a' })),
      SMALL,
    )
    const { corpora: _, ...report } = named.report
    assert.deepEqual(report, trainModel(examples, SMALL).report)
  })

  it('evaluates both views at their bands', () => {
    const { plain, sourced, report } = trainModel(toyCorpusWithSources(99, 1), SMALL)
    const views = [
      [plain, report.evaluation, report.outOfFold],
      [sourced, report.evaluationSourced, report.outOfFoldSourced],
    ] as const
    for (const [view, evaluation, metrics] of views) {
      assert.ok(view && evaluation && metrics)
      const { logits, ham, spam } = evaluation.thresholds
      for (const band of Object.values(view.bands)) assert.ok(logits.includes(band))
      const { falsePositives, truePositives } = metrics.confusion
      const at = logits.indexOf(0 as LogOdds)
      assert.deepEqual([ham[at], spam[at]], [falsePositives, truePositives])
      assert.equal(
        evaluation.reliability.reduce((sum, { count }) => sum + count, 0),
        99,
      )
    }
  })

  it('names the pieces that weigh most, if it is told to', () => {
    const { pieces } = trainModel(toyCorpus(120, 1), { ...SMALL, pieces: true }).report
    assert.ok(pieces?.towardsSpam.some(({ piece }) => piece === 'prize'))
    assert.ok(pieces?.towardsHam.some(({ piece }) => piece === 'lunch'))
    assert.equal(trainModel(toyCorpus(40, 1), SMALL).report.pieces, undefined)
  })

  it('learns sources where they differ, and only there', () => {
    assert.equal(trainModel(toyCorpus(40, 1), SMALL).sourced, undefined)
    const one = toyCorpus(40, 1).map((example) => ({ ...example, source: 'sms' as const }))
    assert.equal(trainModel(one, SMALL).sourced, undefined)
    assert.ok(trainModel(toyCorpusWithSources(99, 1), SMALL).sourced)
  })

  it('learns that a word means another thing in another source', () => {
    const examples = Array.from({ length: 80 }, (_, i): Example => {
      const isMail = i % 2 === 0
      const isOffer = i % 4 < 2
      const text = `${isOffer ? 'offer' : 'question'} number ${'abcdefgh'[i % 8]}${i}`
      return { text, label: isOffer === isMail ? 'spam' : 'ham', source: isMail ? 'email' : 'sms' }
    })
    const { classify } = openClassifier(trainModel(examples, SMALL))
    assert.equal(classify('offer', 'email').label, 'spam')
    assert.equal(classify('offer', 'sms').label, 'ham')
  })

  it('judges a source of too few texts as if it were unknown', () => {
    const sourceOf = (i: number): Source => {
      if (i < 40) return 'email'
      return i < 60 ? 'chat' : 'sms'
    }
    const examples = toyCorpus(200, 1).map((one, i): Example => ({ ...one, source: sourceOf(i) }))
    const model = trainModel(examples, SMALL)
    assert.deepEqual(Object.keys(model.sourced?.calibrations ?? {}), ['sms', 'email'])
    const { classify } = openClassifier(model)
    const text = 'win the meeting'
    assert.deepEqual(classify(text, 'chat'), classify(text))
    assert.deepEqual(classify(text, 'form'), classify(text))
    assert.notDeepEqual(classify(text, 'email'), classify(text))
  })

  it('sets the bands of the sources by their own ham', () => {
    const told = toyCorpus(120, 1).map((example): Example => ({ ...example, source: 'sms' }))
    const examples = [...told, ...toyCorpus(90, 2)]
    const { report, sourced } = trainModel(examples, SMALL)
    assert.ok(sourced)
    assert.equal(report.promises?.spam.ham, 140)
    assert.equal(report.promisesSourced?.spam.ham, 80)
  })

  it('judges texts of other lengths soberly, though all that it learned from had one', () => {
    const words = ['see', 'you', 'later', 'mum', 'win', 'cash', 'now', 'free', 'home', 'lunch']
    const examples = Array.from({ length: 120 }, (_, i): Example => {
      const at = (k: number): string => words[(i * 7 + k * 3 + (i >> 3)) % 10] ?? ''
      return { text: `${at(0)} ${at(1)} ${at(2)}`, label: i % 3 === 0 ? 'spam' : 'ham' }
    })
    const { classify } = openClassifier(trainModel(examples, { ...SMALL, augment: false }))
    for (const text of ['see', 'see you', 'see you later mum']) {
      assert.ok(Math.abs(classify(text).logit) < 20, `${text}: ${classify(text).logit}`)
    }
  })

  it('takes the kind of naive Bayes that it is told', () => {
    for (const bayesScope of ['words', 'all'] as const) {
      const { report } = trainModel(toyCorpus(40, 1), { ...SMALL, bayesScope })
      assert.equal(report.options.bayesScope, bayesScope)
    }
  })

  it('can leave all to naive Bayes, which a file then holds like any other model', () => {
    const examples = toyCorpusWithSources(200, 1)
    const told: number[] = []
    const options = { ...SMALL, learner: 'naive-bayes' } as const
    const model = trainModel(examples, { ...options, onProgress: (done) => told.push(done) })
    assert.deepEqual(told, [1])
    assert.deepEqual([model.report.options.learner, model.report.options.alpha], ['naive-bayes', 1])
    assert.equal(model.sourced, undefined)
    assert.equal(model.plain.calibration.linear, 0)
    assert.ok(model.plain.calibration.bayes > 0)
    assert.ok(model.plain.linear.every((weight) => weight === 0))
    assert.deepEqual(decodeModel(encodeModel(model)), model)
    const { classify, explain } = openClassifier(model)
    const fresh = toyCorpus(300, 2)
    const { accuracy } = measure(
      fresh.map(({ text, label }) => ({ label, logit: classify(text).logit })),
    )
    assert.ok(accuracy > 0.9, `${accuracy}`)
    const { bias, reasons, logit } = explain('win free cash at home')
    const sum = reasons.reduce((total, { contribution }) => total + contribution, bias as number)
    assert.ok(Math.abs(sum - logit) < 1e-9)
  })

  it('calibrates by learners that have seen no near duplicate, if told so', () => {
    // The labels are dealt at random: nothing tells them but the same text with another ending.
    const alone = toyCorpus(60, 1).map(({ text }, i, all) => ({
      text,
      label: all[(i * 37 + 5) % 60]?.label ?? 'ham',
    }))
    const pairs = alone.flatMap((one) => [one, { ...one, text: `${one.text} ok` }])
    const { report } = trainModel(pairs, { ...SMALL, keepNear: true })
    assert.equal(report.groups, new Set(nearDuplicateGroups(pairs.map(({ text }) => text))).size)
    assert.ok(report.outOfFold.rocAuc < 0.7, `${report.outOfFold.rocAuc}`)
    const bold = trainModel(pairs, SMALL).report
    assert.equal(bold.groups, undefined)
    assert.ok(bold.outOfFold.rocAuc > 0.8, `${bold.outOfFold.rocAuc}`)
  })

  it('deals texts one by one where all of a label are near duplicates', () => {
    const templates = Array.from({ length: 40 }, (_, i): Example => {
      const isSpam = i % 2 === 0
      return {
        text: isSpam ? `win ${i} prizes` : `see you at ${i}`,
        label: isSpam ? 'spam' : 'ham',
      }
    })
    const { report } = trainModel(templates, { ...SMALL, keepNear: true })
    assert.equal(report.groups, undefined)
    assert.equal(report.outOfFold.accuracy, 1)
  })

  it('tells how far it is, rising to 1', () => {
    const told: number[] = []
    trainModel(toyCorpus(40, 1), { ...SMALL, onProgress: (done) => told.push(done) })
    assert.deepEqual(
      told,
      told.toSorted((a, b) => a - b),
    )
    assert.equal(told.length, 6)
    assert.equal(told.at(-1), 1)
  })

  it('makes do with two texts of each label', () => {
    const examples = toyCorpus(40, 1)
    const few = [
      ...examples.filter(({ label }) => label === 'ham').slice(0, 2),
      ...examples.filter(({ label }) => label === 'spam').slice(0, 2),
    ]
    const { logit } = openClassifier(trainModel(few, SMALL)).classify('anything')
    assert.ok(Number.isFinite(logit))
  })

  it('refuses to learn from less, and says what there is', () => {
    const ham = toyCorpus(40, 1).filter(({ label }) => label === 'ham')
    assert.throws(() => trainModel(ham, SMALL), TrainingDataError)
    assert.throws(() => trainModel([], SMALL), /got 0 ham and 0 spam/u)
  })

  const wrong: readonly TrainOptions[] = [
    { bits: 9 },
    { bits: 23 },
    { bits: 12.5 },
    { gramSizes: [0] },
    { gramSizes: [9] },
    { cost: 0 },
    { cost: Infinity },
    { alpha: 0 },
    { folds: 1 },
    { seed: 0.5 },
  ]
  for (const options of wrong) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      assert.throws(() => trainModel(toyCorpus(40, 1), options), RangeError)
    })
  }
})

function namesAndCounts(parts: readonly ReportPart[]) {
  return parts.map(({ name, outOfFold }) => [name, outOfFold.n])
}
