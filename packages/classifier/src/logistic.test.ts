import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fitLogistic } from './logistic.ts'
import { openRandom } from './random.ts'

/** Draws labels whose log-odds are `slope * x + bias`. */
function draw(size: number, slope: number, bias: number) {
  const random = openRandom(3)
  const x = Float64Array.from({ length: size }, () => 6 * random() - 3)
  const isSpam = Uint8Array.from(x, (v) =>
    random() < 1 / (1 + Math.exp(-slope * v - bias)) ? 1 : 0,
  )
  return { x, isSpam }
}

describe('fitLogistic', () => {
  it('finds the law that labels were drawn by', () => {
    const { x, isSpam } = draw(20_000, 1.5, -0.7)
    const { slopes, bias } = fitLogistic([x], isSpam)
    assert.ok(Math.abs((slopes[0] ?? 0) - 1.5) < 0.1, `${slopes[0]}`)
    assert.ok(Math.abs(bias + 0.7) < 0.1, `${bias}`)
  })

  it('gives an input that says nothing next to no slope', () => {
    const { x, isSpam } = draw(20_000, 2, 0)
    const noise = x.toReversed()
    const { slopes } = fitLogistic([x, noise], isSpam)
    assert.ok(Math.abs(slopes[1] ?? 1) < 0.1, `${slopes[1]}`)
  })

  it('stays finite on separable scores of any size', () => {
    const x = Float64Array.from({ length: 100 }, (_, i) => (i < 50 ? -2000 - i : 2000 + i))
    const isSpam = Uint8Array.from(x, (v) => (v > 0 ? 1 : 0))
    const { slopes, bias } = fitLogistic([x], isSpam)
    assert.ok(Number.isFinite(bias) && (slopes[0] ?? 0) > 0 && (slopes[0] ?? 9) < 1)
  })

  it('stays finite on a constant input', () => {
    const { slopes, bias } = fitLogistic([new Float64Array(10)], Uint8Array.of(1, 0, 0, 0, 0))
    assert.ok(slopes.every(Number.isFinite) && Number.isFinite(bias))
  })

  it('has the gradient 0 where it ends', () => {
    const { x, isSpam } = draw(500, 1, 0.5)
    const { slopes, bias } = fitLogistic([x], isSpam)
    const spam = isSpam.reduce((sum, one) => sum + one, 0)
    const targets = Array.from(isSpam, (one) =>
      one === 1 ? (spam + 1) / (spam + 2) : 1 / (502 - spam),
    )
    const errors = Array.from(
      x,
      (v, i) => 1 / (1 + Math.exp(-(slopes[0] ?? 0) * v - bias)) - (targets[i] ?? 0),
    )
    assert.ok(Math.abs(errors.reduce((sum, e) => sum + e, 0)) < 1e-3)
  })
})
