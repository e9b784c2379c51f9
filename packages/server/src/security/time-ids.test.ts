import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { validate, version } from 'uuid'
import { lowestIdOf, openTimeIds } from './time-ids.ts'

describe('openTimeIds', () => {
  const newId = openTimeIds(() => new Date())
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
      [
        ...ids,
        ...Array.from(
          { length: 5000 },
          openTimeIds(() => new Date()),
        ),
      ].map((id) => id.slice(-12)),
    )
    assert.equal(tails.size, 10_000)
  })

  it('goes on when the clock steps back', () => {
    let time = 1_700_000_000_000
    const newIdThen = openTimeIds(() => new Date(time))
    const last = newIdThen()
    time -= 60_000
    const next = newIdThen()
    assert.ok(next > last, `${next} after ${last}`)
  })
})

describe('lowestIdOf', () => {
  it('lies below all ids of its millisecond, and above those of the one before', () => {
    for (const time of [0, 255, 1_700_000_000_000, 2 ** 48 - 1]) {
      const bound = lowestIdOf(new Date(time))
      assert.ok(openTimeIds(() => new Date(time))() > bound)
      if (time > 0) assert.ok(openTimeIds(() => new Date(time - 1))() < bound)
    }
  })
})
