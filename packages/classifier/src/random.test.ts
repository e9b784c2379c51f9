import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { openRandom, shuffle } from './random.ts'

describe('openRandom', () => {
  it('gives the published Mulberry32 sequence, frozen', () => {
    const random = openRandom(1)
    const drawn = [random(), random(), random()]
    assert.deepEqual(drawn, [0.6270739405881613, 0.002735721180215478, 0.5274470399599522])
  })

  it('stays in [0, 1)', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = openRandom(seed)
        for (let i = 0; i < 20; i++) {
          const x = random()
          assert.ok(x >= 0 && x < 1)
        }
      }),
    )
  })
})

describe('shuffle', () => {
  it('keeps every item, and leaves what lies behind the count', () => {
    const items = Int32Array.from({ length: 12 }, (_, i) => i)
    shuffle(items, 10, openRandom(7))
    assert.deepEqual([...items.subarray(10)], [10, 11])
    assert.deepEqual(
      [...items.subarray(0, 10)].sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    )
    assert.notDeepEqual([...items.subarray(0, 10)], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})
