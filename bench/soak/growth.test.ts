import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openRandom } from '../../packages/classifier/src/random.ts'
import { growthOf } from './growth.ts'

const COUNT = 120

function seriesOf(of: (i: number) => number) {
  return Array.from({ length: COUNT }, (_, i) => ({ at: 5 * (i + 1), value: of(i) }))
}

describe('growthOf', () => {
  it('a level series does not grow, whatever its noise', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = openRandom(seed)
      const growth = growthOf(seriesOf(() => 200 + 20 * random()))
      assert.ok(Math.abs(growth - 1) < 0.02, `${growth}`)
    }
  })

  it('tells a steady leak under the saw of a garbage collector', () => {
    const random = openRandom(1)
    const leak = 0.25
    const growth = growthOf(seriesOf((i) => 200 + leak * i + 5 * (i % 7) + 5 * random()))
    const expected = 1 + (leak * COUNT) / 3 / (200 + leak * (COUNT / 2) + 17.5)
    assert.ok(Math.abs(growth - expected) < 0.01, `${growth}, not ${expected}`)
  })

  it('does not mind what fills up in the first third', () => {
    assert.equal(growthOf(seriesOf((i) => Math.min(300, 100 + 6 * i))), 1)
  })

  it('does not mind a few outliers at the end', () => {
    assert.equal(growthOf(seriesOf((i) => (i > COUNT - 10 ? 900 : 200))), 1)
  })

  it('a step between the thirds is growth, and a fall is less than one', () => {
    assert.ok(growthOf(seriesOf((i) => (i < 80 ? 200 : 240))) > 1.1)
    assert.ok(growthOf(seriesOf((i) => (i < 80 ? 240 : 200))) < 0.95)
  })

  it('says nothing about what is too short, has a gap or is zero', () => {
    assert.ok(Number.isNaN(growthOf([])))
    assert.ok(Number.isNaN(growthOf(seriesOf(() => 7).slice(0, 3))))
    assert.ok(Number.isNaN(growthOf(seriesOf(() => 0))))
    assert.ok(Number.isNaN(growthOf(seriesOf((i) => (i === 100 ? Number.NaN : 7)))))
  })
})
