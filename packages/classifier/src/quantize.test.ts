import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { quantize } from './quantize.ts'

describe('quantize', () => {
  it('is off by half a step at most', () => {
    const weights = fc.array(fc.float({ min: -1000, max: 1000, noNaN: true }), { maxLength: 50 })
    fc.assert(
      fc.property(weights, (list) => {
        const { steps, step } = quantize(Float32Array.from(list))
        for (const [i, w] of Float32Array.from(list).entries()) {
          assert.ok(Math.abs((steps[i] ?? 0) * step - w) <= step / 2 + 1e-9)
        }
      }),
    )
  })

  it('gives the largest weight 127 steps', () => {
    assert.deepEqual([...quantize(Float32Array.of(-2, 1, 0)).steps], [-127, 64, 0])
  })

  it('keeps nothing nothing', () => {
    assert.deepEqual(quantize(new Float32Array(2)), { steps: new Int8Array(2), step: 1 })
  })
})
