import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ATTACKS, HAM_ATTACKS } from './attacks.ts'
import { rowsOf } from './rows.ts'
import type { SuiteReport } from './suite.ts'

describe('rowsOf', () => {
  const calledSpam = { mean: 0.95432, sd: 0.0123 }
  const report: SuiteReport = {
    ham: 2,
    spam: 1,
    duplicates: 0,
    testFolds: 5,
    repeats: 1,
    accuracy: calledSpam,
    recall: calledSpam,
    fpr: calledSpam,
    onSpam: ATTACKS.map(({ name, kind }) => ({ name, kind, calledSpam })),
    onHam: HAM_ATTACKS.map(({ name, kind }) => ({ name, kind, calledSpam })),
  }
  const rows = rowsOf(report)
  const goalsOf = (wanted: string) => {
    const row = rows.find(({ name }) => name === wanted)
    return [row?.must, row?.dream]
  }

  it('has a row for everything measured, in per cent', () => {
    assert.equal(rows.length, 3 + ATTACKS.length + HAM_ATTACKS.length)
    assert.ok(rows.every(({ measured, unit }) => measured === '95.43 sd 1.23' && unit === '%'))
  })

  it('holds each obfuscation to the same goal, but for spaced letters throughout', () => {
    const obfuscations = ATTACKS.filter(({ kind }) => kind === 'obfuscation')
    for (const { name } of obfuscations) {
      const isSpaced = name === 'f r e e, every letter'
      const goals = isSpaced ? ['>= 85', '>= 94'] : ['>= 93', '>= 96']
      assert.deepEqual(goalsOf(`recall, ${name}`), goals)
    }
  })

  it('has the goals of padding, of spam and of ham', () => {
    assert.deepEqual(goalsOf('recall, 20 ham words appended'), ['>= 85', '>= 95'])
    assert.deepEqual(goalsOf('recall, 50 ham words appended'), ['>= 75', '>= 94'])
    assert.deepEqual(goalsOf('recall, 3 ham messages before'), ['', ''])
    assert.deepEqual(goalsOf('fpr, ham + 50 ham words appended'), ['<= 0.1', '<= 0.1'])
    assert.deepEqual(goalsOf('fpr, ham + case flips'), ['', ''])
  })
})
