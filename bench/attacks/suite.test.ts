import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toyCorpus } from '../../packages/classifier/src/testing/toy-corpus.ts'
import { ATTACKS, attackNamed, HAM_ATTACKS } from './attacks.ts'
import { attacked, attackModels } from './suite.ts'

describe('attackModels', () => {
  const examples = toyCorpus(150, 1)
  const options = {
    train: { bits: 12, folds: 2, augment: false },
    testFolds: 2,
    repeats: 2,
  } as const
  const report = attackModels([...examples, ...examples.slice(0, 10)], options)

  it('counts what it tested', () => {
    const { ham, spam, duplicates, testFolds, repeats } = report
    assert.deepEqual([ham, spam, duplicates, testFolds, repeats], [100, 50, 10, 2, 2])
  })

  it('gives a share for every attack, in their order', () => {
    for (const [results, attacks] of [
      [report.onSpam, ATTACKS],
      [report.onHam, HAM_ATTACKS],
    ] as const) {
      assert.deepEqual(
        results.map(({ name, kind }) => ({ name, kind })),
        attacks.map(({ name, kind }) => ({ name, kind })),
      )
      for (const { name, calledSpam } of results) {
        assert.ok(calledSpam.mean >= 0 && calledSpam.mean <= 1 && calledSpam.sd >= 0, name)
      }
    }
  })

  it('finds most spam, as much of it in changed capitals, and little behind honest messages', () => {
    const recall = report.recall.mean
    assert.ok(recall > 0.75 && report.fpr.mean < 0.1)
    const recallAfter = (wanted: string): number =>
      report.onSpam.find(({ name }) => name === wanted)?.calledSpam.mean ?? Number.NaN
    assert.ok(Math.abs(recallAfter('case flips') - recall) < 0.05)
    assert.ok(recallAfter('3 ham messages appended') < recall - 0.4)
  })

  it('accuracy is what recall and false positives make of it', () => {
    const { accuracy, recall, fpr } = report
    assert.ok(Math.abs(accuracy.mean - (recall.mean * 50 + (1 - fpr.mean) * 100) / 150) < 1e-9)
  })

  it('is the same for the same seed, and passes options on', () => {
    assert.deepEqual(attackModels(examples, options), { ...report, duplicates: 0 })
    const other = attackModels(examples, { ...options, seed: 2 })
    assert.notDeepEqual(other.onSpam, report.onSpam)
    assert.throws(() => attackModels(examples, { train: { bits: 99 } }), RangeError)
  })
})

describe('attacked', () => {
  it('alters the texts only, each in another way', () => {
    const nothing = { hamWords: [], hamTexts: [] }
    const twice = [1, 2].map(
      () => ({ text: 'congratulations', label: 'spam', source: 'sms' }) as const,
    )
    const altered = attacked(twice, attackNamed('case flips'), nothing, 1)
    assert.ok(altered.every(({ label, source }) => label === 'spam' && source === 'sms'))
    assert.notEqual(altered[0]?.text, altered[1]?.text)
  })
})
