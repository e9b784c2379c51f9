import assert from 'node:assert/strict'
import { it } from 'node:test'
import { paceOf } from './pace.ts'

it('a pace is rows by time, and what is left by the bytes that are', () => {
  const so = { rows: 500, bytes: 2000, milliseconds: 2000 }
  assert.deepEqual(paceOf(so, 5000), { rowsPerSecond: 250, secondsLeft: 3 })
  assert.equal(paceOf(so, 1000)?.secondsLeft, 0)
  assert.equal(paceOf({ ...so, bytes: 0 }, 5000), undefined)
})
