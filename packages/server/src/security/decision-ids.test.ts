import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { validate, version } from 'uuid'
import { openDecisionIds } from './decision-ids.ts'

describe('openDecisionIds', () => {
  const newId = openDecisionIds()
  const before = Date.now()
  const ids = Array.from({ length: 5000 }, newId)

  it('gives UUIDs of version 7 that say when they were made', () => {
    for (const id of ids) {
      assert.ok(validate(id) && version(id) === 7, id)
      const msecs = Number.parseInt(id.replace('-', '').slice(0, 12), 16)
      assert.ok(msecs >= before && msecs <= Date.now() + 1, id)
    }
  })

  it('gives each greater than the one before it, and none twice', () => {
    assert.deepEqual(ids, [...new Set(ids)].sort())
  })

  it('shares nothing with another source but the time', () => {
    const tails = new Set(
      [...ids, ...Array.from({ length: 5000 }, openDecisionIds())].map((id) => id.slice(-12)),
    )
    assert.equal(tails.size, 10_000)
  })

  it('goes on when the clock steps back', (context) => {
    const last = newId()
    context.mock.timers.enable({ apis: ['Date'], now: before - 60_000 })
    const next = newId()
    assert.ok(next > last, `${next} after ${last}`)
  })
})
