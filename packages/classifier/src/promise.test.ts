import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { fprBound, hamNeeded, openFprBounds, promiseThreshold } from './promise.ts'
import { openRandom } from './random.ts'

describe('fprBound', () => {
  it('is 1 - (1 - confidence)^(1/n) without an error', () => {
    for (const n of [1, 10, 299, 2995]) {
      assert.ok(Math.abs(fprBound(0, n) - (1 - 0.05 ** (1 / n))) < 1e-15)
    }
  })

  // The upper limits of two-sided 95 % Clopper-Pearson intervals are one-sided ones at 97.5 %. The
  // figures are in every table of exact binomial limits, and are solved by hand below to check.
  for (const [errors, n, expected] of [
    [0, 10, 0.3085],
    [1, 10, 0.445],
    [5, 10, 0.8129],
    [9, 10, 0.9975],
    [10, 100, 0.1762],
    [50, 100, 0.6017],
  ] as const) {
    it(`of ${errors} errors in ${n} is ${expected} at 97.5 %`, () => {
      assert.ok(Math.abs(fprBound(errors, n, 0.975) - expected) < 6e-5)
    })
  }

  it('is the rate at which so few errors have the chance that is left', () => {
    const p = fprBound(2, 30)
    const q = 1 - p
    const chance = q ** 30 + 30 * p * q ** 29 + 435 * p ** 2 * q ** 28
    assert.ok(Math.abs(chance - 0.05) < 1e-12)
  })

  it('is 1 when all were errors, and without any trial', () => {
    assert.equal(fprBound(7, 7), 1)
    assert.equal(fprBound(0, 0), 1)
  })
})

describe('openFprBounds', () => {
  it('bounds as fprBound does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3000 }),
        fc.nat(3000),
        fc.constantFrom(0.5, 0.9, 0.95, 0.999),
        (n, errors, confidence) => {
          const bound = openFprBounds(n, confidence)(errors)
          assert.ok(Math.abs(bound - fprBound(errors, n, confidence)) < 1e-9)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('bounds half a million errors in a million', () => {
    const bound = openFprBounds(1_000_000, 0.95)(500_000)
    // The normal distribution that so many trials nearly have: 1.6449 deviations of 0.0005.
    assert.ok(Math.abs(bound - 0.500_823) < 2e-6, `${bound}`)
  })
})

describe('hamNeeded', () => {
  it('is 2,995 for 0.1 %, 299 for 1 % and 59 for 5 % at 95 %', () => {
    const needed = [0.001, 0.01, 0.05].map((maxFpr) => hamNeeded({ maxFpr }))
    assert.deepEqual(needed, [2995, 299, 59])
  })

  it('is the least number whose bound without an error is within the terms', () => {
    for (const maxFpr of [0.5, 0.1, 0.013, 0.002, 0.0002]) {
      const n = hamNeeded({ maxFpr, confidence: 0.9 })
      assert.ok(fprBound(0, n, 0.9) <= maxFpr * (1 + 1e-12))
      assert.ok(fprBound(0, n - 1, 0.9) > maxFpr)
    }
  })
})

describe('promiseThreshold', () => {
  const rising = Array.from({ length: 1000 }, (_, i) => i / 100 - 5)

  it('lets as many errors through as the bound allows, and no more', () => {
    const promise = promiseThreshold(rising, { maxFpr: 0.01 })
    assert.ok(promise.isKept)
    const { errors, bound, threshold } = promise
    assert.equal(errors, rising.filter((score) => score >= threshold).length)
    assert.equal(bound, fprBound(errors, 1000))
    assert.ok(bound <= 0.01)
    assert.ok(fprBound(errors + 1, 1000) > 0.01)
  })

  it('holds for so many texts that the chance of no error is no number any more', () => {
    const ham = Array.from({ length: 50_000 }, (_, i) => i)
    const promise = promiseThreshold(ham, { maxFpr: 0.05 })
    assert.ok(promise.isKept && promise.bound <= 0.05)
    assert.ok(fprBound(promise.errors + 1, 50_000) > 0.05)
  })

  it('says how many ham texts are missing', () => {
    const promise = promiseThreshold(rising, { maxFpr: 0.001 })
    assert.deepEqual(promise, {
      ...{ isKept: false, maxFpr: 0.001, confidence: 0.95, ham: 1000, missing: 1995 },
    })
    const none = promiseThreshold([], { maxFpr: 0.01 })
    assert.ok(!none.isKept && none.missing === 299)
  })

  it('needs exactly as many as it says', () => {
    const scores = (n: number) => Array.from({ length: n }, (_, i) => i)
    assert.ok(!promiseThreshold(scores(298), { maxFpr: 0.01 }).isKept)
    const promise = promiseThreshold(scores(299), { maxFpr: 0.01 })
    assert.ok(promise.isKept && promise.errors === 0 && promise.threshold > 298)
  })

  it('counts equal scores together', () => {
    const promise = promiseThreshold(new Float64Array(5000).fill(2), { maxFpr: 0.01 })
    assert.ok(promise.isKept && promise.errors === 0 && promise.threshold > 2)
  })

  it('keeps its bound within the terms for any scores', () => {
    const scores = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 60, maxLength: 400 })
    fc.assert(
      fc.property(scores, fc.double({ min: 0.05, max: 0.5, noNaN: true }), (ham, maxFpr) => {
        const promise = promiseThreshold(ham, { maxFpr })
        assert.ok(promise.isKept)
        assert.ok(promise.bound <= maxFpr * (1 + 1e-9))
        assert.equal(promise.errors, ham.filter((score) => score >= promise.threshold).length)
      }),
    )
  })

  it('is broken no more often than its confidence allows', () => {
    // Scores are uniform on 0 to 1, so that the true false positive rate is 1 - threshold.
    const random = openRandom(5)
    const trials = 2000
    let broken = 0
    for (let trial = 0; trial < trials; trial++) {
      const ham = Array.from({ length: 200 }, () => random())
      const promise = promiseThreshold(ham, { maxFpr: 0.05, confidence: 0.9 })
      if (promise.isKept && 1 - promise.threshold > 0.05) broken++
    }
    // Four standard deviations above 10 %.
    assert.ok(broken / trials < 0.1 + 4 * Math.sqrt(0.09 / trials), `${broken}`)
    assert.ok(broken > 0)
  })

  for (const terms of [{ maxFpr: 0 }, { maxFpr: 1 }, { maxFpr: 0.1, confidence: 1 }]) {
    it(`refuses ${JSON.stringify(terms)}`, () => {
      assert.throws(() => promiseThreshold([1], terms), RangeError)
    })
  }

  it('refuses a score that is not finite', () => {
    assert.throws(() => promiseThreshold([Number.NaN], { maxFpr: 0.1 }), RangeError)
  })
})
