import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isReport } from './report.ts'
import { toyCorpus } from './testing/toy-corpus.ts'
import { trainModel } from './train.ts'

const { report } = trainModel(toyCorpus(40, 1), { bits: 10, pieces: true })

describe('isReport', () => {
  it('knows a report, also with more fields than it needs', () => {
    assert.ok(isReport(report))
    assert.ok(isReport({ ...report, later: 1, constructor: 2 }))
  })

  it('knows the report of a model made before there was a choice of learners', () => {
    const { learner, ...options } = report.options
    assert.equal(learner, 'hybrid')
    assert.ok(isReport({ ...report, options }))
  })

  it('knows the report of a model made before all was evaluated', () => {
    const { evaluation, pieces, ...old } = report
    assert.ok(evaluation && pieces)
    assert.ok(isReport(old))
  })

  for (const value of [
    undefined,
    null,
    1,
    'report',
    [],
    {},
    { ...report, ham: '3' },
    { ...report, options: null },
    { ...report, options: { ...report.options, gramSizes: 3 } },
    { ...report, outOfFold: { ...report.outOfFold, confusion: undefined } },
  ]) {
    it(`knows that ${JSON.stringify(value)?.slice(0, 60)} is none`, () =>
      assert.ok(!isReport(value)))
  }

  const { evaluation } = report
  for (const [name, fields] of [
    ['a promise', { promises: { spam: report.promises?.spam } }],
    ['an evaluation', { evaluation: 3 }],
    ['thresholds', { evaluation: { ...evaluation, thresholds: { logits: [] } } }],
    ['a threshold', { evaluationSourced: { ...evaluation, thresholds: { logits: ['0'] } } }],
    ['pieces', { pieces: { towardsSpam: [] } }],
    ['a piece', { pieces: { towardsSpam: [{ piece: 'a' }], towardsHam: [] } }],
    ['a corpus', { corpora: [{ name: 'a', fingerprint: '', outOfFold: 7 }] }],
  ] as const) {
    it(`knows that one is none in which ${name} is not as it should be`, () =>
      assert.ok(!isReport({ ...report, ...fields })))
  }
})
