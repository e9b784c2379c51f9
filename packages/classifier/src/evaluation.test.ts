import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { evaluate } from './evaluation.ts'
import { measure, type Scored } from './metrics.ts'
import { fprBound } from './promise.ts'
import type { LogOdds } from './units.ts'

const BANDS = {
  review: -0.25 as LogOdds,
  spam: 3.2447849123150574 as LogOdds,
  discard: 12.5 as LogOdds,
}

const scores: fc.Arbitrary<Scored[]> = fc.array(
  fc.record({
    label: fc.constantFrom('ham' as const, 'spam' as const),
    logit: fc.oneof(
      fc.integer({ min: -120, max: 120 }).map((step) => (step / 10) as LogOdds),
      fc.double({ min: -15, max: 15, noNaN: true }).map((logit) => logit as LogOdds),
    ),
  }),
  { maxLength: 60 },
)

describe('evaluate', () => {
  it('has thresholds from -10 to 10, 0.1 apart, and the bands, rising', () => {
    const { logits } = evaluate([], BANDS).thresholds
    assert.equal(logits.length, 204)
    assert.deepEqual(logits.slice(96, 102), [-0.4, -0.3, -0.25, -0.2, -0.1, 0])
    assert.deepEqual([logits[0], logits[1], logits.at(-2), logits.at(-1)], [-10, -9.9, 10, 12.5])
    assert.ok(logits.every((logit, i) => i === 0 || logit > (logits[i - 1] ?? 0)))
    for (const band of Object.values(BANDS)) assert.ok(logits.includes(band))
  })

  it('counts the texts of each label that score at least each threshold', () => {
    fc.assert(
      fc.property(scores, (scored) => {
        const { logits, ham, spam } = evaluate(scored, BANDS).thresholds
        for (const [i, threshold] of logits.entries()) {
          const reached = scored.filter(({ logit }) => logit >= threshold)
          assert.equal(ham[i], reached.filter(({ label }) => label === 'ham').length)
          assert.equal(spam[i], reached.filter(({ label }) => label === 'spam').length)
        }
      }),
    )
  })

  it('agrees at 0 with what is measured', () => {
    fc.assert(
      fc.property(scores, (scored) => {
        const { logits, ham, spam } = evaluate(scored, BANDS).thresholds
        const at = logits.indexOf(0 as LogOdds)
        const { falsePositives, truePositives } = measure(scored).confusion
        assert.deepEqual([ham[at], spam[at]], [falsePositives, truePositives])
      }),
    )
  })

  it('bounds each false positive rate, to seven places and never too low', () => {
    const ham = Array.from({ length: 300 }, (_, i) => i / 15 - 10)
    const scored = ham.map((logit) => ({ label: 'ham' as const, logit: logit as LogOdds }))
    const { ham: errors, fprBounds } = evaluate(scored, BANDS).thresholds
    for (const [i, bound] of fprBounds.entries()) {
      const exact = fprBound(errors[i] ?? 0, 300, 0.95)
      assert.ok(bound >= exact - 1e-12 && bound <= exact + 1.01e-7, `${bound} for ${exact}`)
    }
  })

  it('has the bins of reliability', () => {
    const { reliability } = evaluate([{ label: 'spam', logit: 0 as LogOdds }], BANDS)
    assert.equal(reliability.length, 15)
    assert.deepEqual(reliability[7], {
      ...{ from: 7 / 15, to: 8 / 15, count: 1, meanPredicted: 0.5, spamShare: 1 },
    })
  })
})
