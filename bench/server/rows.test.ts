import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { auditRows, hasMissed, ratioRows, refusedRow } from './rows.ts'

const turn = { seconds: 2, statuses: { 200: 100 }, failed: 0, p50: 1, p99: 8 }

describe('auditRows', () => {
  const measured = (audit: Parameters<typeof auditRows>[1], each?: number) =>
    auditRows('x', audit, each).map((row) => row.measured)

  it('tells what was answered and is not stored', () => {
    assert.deepEqual(measured({ answered: 10, cutOff: 4, stored: 7, units: 7 }), [10, 3, 0, 0])
  })

  it('tells what is stored and was not answered, by decisions', () => {
    assert.deepEqual(
      measured({ answered: 10, cutOff: 1, stored: 10_900, units: 10_899 }, 1000),
      [10_000, 0, 900, 1],
    )
  })
})

describe('hasMissed', () => {
  const missed = (measured: number | string, must: string) =>
    hasMissed({ name: '', measured, unit: '', must, dream: '' })

  it('compares as the goal says, and takes a bare number for what it is', () => {
    assert.deepEqual([missed(4, '<= 4'), missed(4.1, '<= 4')], [false, true])
    assert.deepEqual([missed(0.5, '>= 0.50'), missed(0.49, '>= 0.50')], [false, true])
    assert.deepEqual([missed(0, '0'), missed(1, '0'), missed(9999, '10,000')], [false, true, true])
    assert.deepEqual([missed(Number.NaN, '<= 4'), missed(Number.NaN, '0')], [true, true])
  })

  it('has no word on what has no goal or no number', () => {
    assert.deepEqual([missed(7, ''), missed('not here', '<= 4')], [false, false])
  })

  it('finds the rows of an audit that break a law', () => {
    const rows = auditRows('x', { answered: 10, cutOff: 1, stored: 8, units: 9 })
    const broken = rows.filter((row) => row.isLaw === true && hasMissed(row))
    assert.deepEqual(
      broken.map(({ name }) => name),
      ['x: answered, not stored', 'x: stored, other than units taken'],
    )
  })
})

it('a ratio is the median of the ratios within rounds', () => {
  const reference = [turn, { ...turn, seconds: 4 }, { ...turn, seconds: 8 }]
  const turns = [turn, turn, { ...turn, seconds: 4 }]
  const [rate, p99] = ratioRows('x', turns, { reference, than: 'y', goals: {} })
  assert.equal(rate?.measured, 2)
  assert.equal(p99?.measured, 1)
})

it('what got no answer, or one other than 200, was refused or failed', () => {
  const turns = [turn, { ...turn, statuses: { 200: 3, 429: 5, 503: 7 }, failed: 11 }]
  assert.equal(refusedRow('x', turns).measured, 23)
})
