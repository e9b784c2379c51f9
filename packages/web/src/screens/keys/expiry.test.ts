import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { endOf, isDayToCome } from './expiry.ts'

const NOW = new Date(2026, 10, 27, 15, 30)

describe('endOf', () => {
  it('is never for a key that does not expire', () => {
    assert.equal(endOf('never', '', NOW), undefined)
  })

  it('counts days from now', () => {
    assert.deepEqual(endOf('month', '', NOW), new Date(2026, 11, 27, 15, 30))
    assert.deepEqual(endOf('year', '', NOW), new Date(2027, 10, 27, 15, 30))
    assert.deepEqual(NOW, new Date(2026, 10, 27, 15, 30))
  })

  it('lets a key work to the end of the day that was chosen, where the reader is', () => {
    assert.deepEqual(endOf('day', '2026-11-27', NOW), new Date(2026, 10, 28))
    assert.deepEqual(endOf('day', '2026-12-31', NOW), new Date(2027, 0, 1))
  })
})

describe('isDayToCome', () => {
  it('takes today and later', () => {
    assert.ok(isDayToCome('2026-11-27', NOW))
    assert.ok(isDayToCome('2030-01-01', NOW))
  })

  it('takes neither yesterday nor what is no day', () => {
    for (const day of ['2026-11-26', '', '27/11/2026', '2026-11']) {
      assert.ok(!isDayToCome(day, NOW), day)
    }
  })
})
