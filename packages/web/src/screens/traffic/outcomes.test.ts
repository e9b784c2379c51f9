import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { outcomesOf, refusedShare } from './outcomes.ts'

const COUNTS = { requests: 40, status_4xx: 3, status_429: 5, status_5xx: 2 }
const NOTHING = { requests: 0, status_4xx: 0, status_429: 0, status_5xx: 0 }

describe('outcomesOf', () => {
  it('counts every request once', () => {
    const outcomes = outcomesOf(COUNTS)
    assert.deepEqual(outcomes, { answered: 30, refused: 3, limited: 5, failed: 2 })
  })
})

describe('refusedShare', () => {
  it('is of all requests, and nothing where there were none', () => {
    assert.equal(refusedShare(COUNTS), 0.25)
    assert.equal(refusedShare(NOTHING), 0)
  })
})
