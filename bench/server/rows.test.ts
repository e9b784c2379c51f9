import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { auditRows, ratioRows, refusedRow } from './rows.ts'

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
