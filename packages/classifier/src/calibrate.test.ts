import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fitBands, fitMixture, mix } from './calibrate.ts'
import { openRandom } from './random.ts'
import { type LogOdds, probabilityOf } from './units.ts'

function noisy(signal: readonly number[], noise: number, seed: number): Float64Array {
  const random = openRandom(seed)
  return Float64Array.from(signal, (s) => s + noise * (random() - 0.5))
}

const isSpam = Uint8Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 1 : 0))
const signal = Array.from(isSpam, (one) => (one === 1 ? 1 : -1))

describe('fitMixture', () => {
  it('gives two informative scores a share each', () => {
    const scores = { linear: noisy(signal, 4, 1), bayes: noisy(signal, 8, 2) }
    const { linear, bayes } = fitMixture(scores, isSpam)
    assert.ok(linear > 0 && bayes > 0)
    assert.ok(linear > bayes)
  })

  it('never turns a score around', () => {
    const wrong = noisy(signal, 4, 3).map((x) => -x)
    const right = noisy(signal, 4, 4)
    const mixture = fitMixture({ linear: wrong, bayes: right }, isSpam)
    assert.ok(mixture.linear >= 0 && mixture.bayes > 0)
    const swapped = fitMixture({ linear: right, bayes: wrong }, isSpam)
    assert.ok(swapped.linear > 0 && swapped.bayes >= 0)
  })

  it('is calibrated: the mean probability is the share of spam', () => {
    const scores = { linear: noisy(signal, 6, 5), bayes: noisy(signal, 6, 6) }
    const logits = mix(scores, fitMixture(scores, isSpam))
    const mean = logits.reduce((sum, z) => sum + probabilityOf(z as LogOdds), 0) / logits.length
    assert.ok(Math.abs(mean - 0.25) < 0.01, `${mean}`)
  })
})

describe('fitBands', () => {
  const ham = Float64Array.from({ length: 10_000 }, (_, i) => i / 1000 - 6)
  const shareFrom = (threshold: number): number =>
    ham.filter((x) => x >= threshold).length / ham.length

  it('lets the stated shares of ham into each band', () => {
    const bands = fitBands(ham.map((x) => x))
    assert.equal(shareFrom(bands.spam), 0.002)
    assert.equal(shareFrom(bands.discard), 0.0002)
  })

  it('begins review at 0 or below, and spam at 0 or above', () => {
    const mild = fitBands(ham.map((x) => x - 10))
    assert.ok(mild.review < 0)
    assert.equal(mild.spam, 0)
    const harsh = fitBands(ham)
    assert.equal(harsh.review, 0)
    assert.ok(harsh.spam > 0)
  })

  it('begins above all ham where there is little of it', () => {
    const few = Float64Array.of(-3, 1.5, -2)
    const { spam, discard } = fitBands(few)
    assert.ok(spam > 1.5 && discard > 1.5)
  })

  it('keeps the bands in order for any ham, even none', () => {
    for (const scores of [[], [0], [5], [-5, 7]]) {
      const { review, spam, discard } = fitBands(Float64Array.from(scores))
      assert.ok(review <= spam && spam <= discard)
    }
  })
})

describe('probabilityOf', () => {
  it('rises, stays within 0 and 1, and is a half at 0', () => {
    let previous = -1
    for (let z = -800; z <= 800; z += 0.5) {
      const p = probabilityOf(z as LogOdds)
      assert.ok(p >= previous && p >= 0 && p <= 1)
      previous = p
    }
    assert.equal(probabilityOf(0 as LogOdds), 0.5)
  })
})
