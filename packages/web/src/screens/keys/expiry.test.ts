import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dayFaultOf, endOf, LAST_DAY } from './expiry.ts'

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

describe('dayFaultOf', () => {
  it('takes today and later', () => {
    for (const day of ['2026-11-27', '2030-01-01', LAST_DAY]) {
      assert.equal(dayFaultOf(day, NOW), undefined, day)
      // What the API reads: years of four digits.
      assert.match(endOf('day', day, NOW)?.toISOString() ?? '', /^\d{4}-/u)
    }
  })

  it('takes neither yesterday nor what is no day', () => {
    for (const day of ['2026-11-26', '0099-01-01', '', '27/11/2026', '2026-11']) {
      assert.equal(dayFaultOf(day, NOW), 'day', day)
    }
  })

  it('takes no day so far away that its end cannot be told', () => {
    for (const day of ['9999-12-31', '12026-01-01', '275760-09-12']) {
      assert.equal(dayFaultOf(day, NOW), 'dayTooFar', day)
    }
  })
})
