import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fitBands, fitMixture, mix } from './calibrate.ts'
import { fprBound, hamNeeded } from './promise.ts'
import { openRandom } from './random.ts'
import { type LogOdds, probabilityOf } from './units.ts'

function noisy(signal: readonly number[], noise: number, seed: number): Float64Array {
  const random = openRandom(seed)
  return Float64Array.from(signal, (s) => s + noise * (random() - 0.5))
}

const isSpam = Uint8Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 1 : 0))
const signal = Array.from(isSpam, (one) => (one === 1 ? 1 : -1))
const scale = Float64Array.from(isSpam, (_, i) => 1 / Math.sqrt(1 + (i % 7)))

describe('fitMixture', () => {
  it('gives two informative scores a share each', () => {
    const scores = { linear: noisy(signal, 4, 1), bayes: noisy(signal, 8, 2), scale }
    const { linear, bayes } = fitMixture(scores, isSpam)
    assert.ok(linear > 0 && bayes > 0)
    assert.ok(linear > bayes)
  })

  it('never turns a score around', () => {
    const wrong = noisy(signal, 4, 3).map((x) => -x)
    const right = noisy(signal, 4, 4)
    const mixture = fitMixture({ linear: wrong, bayes: right, scale }, isSpam)
    assert.ok(mixture.linear >= 0 && mixture.bayes > 0)
    const swapped = fitMixture({ linear: right, bayes: wrong, scale }, isSpam)
    assert.ok(swapped.linear > 0 && swapped.bayes >= 0)
  })

  it('is calibrated where no score says anything right', () => {
    const wrong = [13, 14].map((seed) => noisy(signal, 4, seed).map((x) => -x))
    const scores = { linear: wrong[0] ?? scale, bayes: wrong[1] ?? scale, scale }
    const mixture = fitMixture(scores, isSpam)
    assert.deepEqual([mixture.linear, mixture.bayes], [0, 0])
    const logits = mix(scores, mixture)
    const mean = logits.reduce((sum, z) => sum + probabilityOf(z as LogOdds), 0) / logits.length
    assert.ok(Math.abs(mean - 0.25) < 0.01, `${mean}`)
  })

  it('finds the centre of scores that are further off the shorter a text is', () => {
    const linear = noisy(signal, 6, 7)
    const bayes = noisy(signal, 4, 8)
    const centred = fitMixture({ linear, bayes, scale }, isSpam)
    const shifted = bayes.map((score, i) => score + 3 * (scale[i] ?? 0))
    const mixture = fitMixture({ linear, bayes: shifted, scale }, isSpam)
    assert.ok(Math.abs(mixture.bayes - centred.bayes) < 0.01 * centred.bayes)
    assert.ok(Math.abs(mixture.scale - (centred.scale - 3 * centred.bayes)) < 0.05)
  })

  it('takes scales that differ by rounding only for one, which says nothing', () => {
    const linear = noisy(signal, 6, 9)
    const bayes = noisy(signal, 6, 10)
    const third = 1 / Math.sqrt(3)
    const almost = scale.map((_, i) => third + (i % 2) * Number.EPSILON * third)
    const mixture = fitMixture({ linear, bayes, scale: almost }, isSpam)
    assert.ok(Math.abs(mixture.scale) < 1e-3, `${mixture.scale}`)
  })

  it('gives the scale no share where it is told not to', () => {
    const scores = { linear: noisy(signal, 6, 11), bayes: noisy(signal, 6, 12), scale }
    assert.equal(fitMixture(scores, isSpam, false).scale, 0)
    assert.notEqual(fitMixture(scores, isSpam).scale, 0)
  })

  it('is calibrated: the mean probability is the share of spam', () => {
    const scores = { linear: noisy(signal, 6, 5), bayes: noisy(signal, 6, 6), scale }
    const logits = mix(scores, fitMixture(scores, isSpam))
    const mean = logits.reduce((sum, z) => sum + probabilityOf(z as LogOdds), 0) / logits.length
    assert.ok(Math.abs(mean - 0.25) < 0.01, `${mean}`)
  })
})

describe('fitBands', () => {
  const ham = Float64Array.from({ length: 20_000 }, (_, i) => i / 2000 - 6)
  const errorsFrom = (threshold: number): number => ham.filter((x) => x >= threshold).length

  it('begins the bands that block where their promises do', () => {
    const { bands, promises } = fitBands(ham)
    assert.ok(promises.spam.isKept && promises.discard.isKept)
    assert.equal(bands.spam, promises.spam.threshold)
    assert.equal(bands.discard, promises.discard.threshold)
    assert.ok(fprBound(errorsFrom(bands.spam), ham.length) <= 0.002)
    assert.ok(fprBound(errorsFrom(bands.discard), ham.length) <= 0.0002)
  })

  it('takes other terms', () => {
    const { bands, promises } = fitBands(ham, 0.05, 0.99)
    assert.equal(promises.spam.maxFpr, 0.05)
    assert.equal(promises.discard.maxFpr, 0.005)
    assert.ok(fprBound(errorsFrom(bands.spam), ham.length, 0.99) <= 0.05)
    assert.ok(fprBound(errorsFrom(bands.spam) + 1, ham.length, 0.99) > 0.05)
  })

  it('begins review at 0 or below, and spam at 0 or above', () => {
    const mild = fitBands(ham.map((x) => x - 10)).bands
    assert.ok(mild.review < 0)
    assert.equal(mild.spam, 0)
    const harsh = fitBands(ham).bands
    assert.equal(harsh.review, 0)
    assert.ok(harsh.spam > 0)
  })

  it('begins above all ham where there is too little of it for a promise, and says so', () => {
    const { bands, promises } = fitBands(Float64Array.of(-3, 1.5, -2))
    assert.ok(bands.spam > 1.5 && bands.discard > 1.5)
    assert.ok(!promises.spam.isKept)
    assert.equal(promises.spam.missing, hamNeeded({ maxFpr: 0.002 }) - 3)
  })

  it('keeps the bands in order for any ham, even none', () => {
    for (const scores of [[], [0], [5], [-5, 7]]) {
      const { review, spam, discard } = fitBands(Float64Array.from(scores)).bands
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
