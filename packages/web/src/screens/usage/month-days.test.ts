import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { everyDayOf } from './month-days.ts'

describe('everyDayOf', () => {
  it('has as many days as the month', () => {
    const lengths = ['2026-01', '2026-02', '2028-02', '2026-04', '2026-12'].map(
      (period) => everyDayOf(period, []).length,
    )
    assert.deepEqual(lengths, [31, 28, 29, 30, 31])
  })

  it('puts each count on its day, and nothing on the others', () => {
    const days = everyDayOf('2026-11', [
      { day: '2026-11-01', ham: 1, spam: 0 },
      { day: '2026-11-30', ham: 2, spam: 3 },
    ])
    assert.deepEqual(days[0], { date: 1, ham: 1, spam: 0 })
    assert.deepEqual(days[29], { date: 30, ham: 2, spam: 3 })
    assert.deepEqual(days[15], { date: 16, ham: 0, spam: 0 })
    assert.equal(
      days.reduce((sum, { ham, spam }) => sum + ham + spam, 0),
      6,
    )
  })
})
