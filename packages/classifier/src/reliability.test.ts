import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { measure, type Scored } from './metrics.ts'
import { reliabilityBins } from './reliability.ts'
import type { LogOdds } from './units.ts'

/** A text with the probability `p`. */
function text(label: 'ham' | 'spam', p: number): Scored {
  return { label, logit: Math.log(p / (1 - p)) as LogOdds }
}

describe('reliabilityBins', () => {
  it('agrees with a table worked out by hand', () => {
    const texts = [text('ham', 0.1), text('ham', 0.2), text('spam', 0.7), text('ham', 0.7)]
    const [low, middle, high] = reliabilityBins([...texts, text('spam', 0.94)], 3)
    assert.deepEqual([low?.from, low?.to, low?.count, low?.spamShare], [0, 1 / 3, 2, 0])
    assert.ok(Math.abs((low?.meanPredicted ?? 0) - 0.15) < 1e-12)
    assert.deepEqual(middle, { from: 1 / 3, to: 2 / 3, count: 0, meanPredicted: 0, spamShare: 0 })
    assert.deepEqual([high?.count, high?.spamShare], [3, 2 / 3])
    assert.ok(Math.abs((high?.meanPredicted ?? 0) - 0.78) < 1e-12)
  })

  it('puts the surest into the last bin', () => {
    const bins = reliabilityBins([{ label: 'spam', logit: 1000 as LogOdds }])
    assert.deepEqual(bins.at(-1), {
      from: 14 / 15,
      to: 1,
      count: 1,
      meanPredicted: 1,
      spamShare: 1,
    })
  })

  it('has the calibration error as its mean gap', () => {
    const anyScored = fc.array(
      fc.record({
        label: fc.constantFrom('ham' as const, 'spam' as const),
        logit: fc.double({ min: -9, max: 9, noNaN: true }).map((value) => value as LogOdds),
      }),
      { minLength: 1, maxLength: 60 },
    )
    fc.assert(
      fc.property(anyScored, (texts) => {
        const gaps = reliabilityBins(texts).map(
          ({ count, meanPredicted, spamShare }) => count * Math.abs(meanPredicted - spamShare),
        )
        const ece = gaps.reduce((sum, gap) => sum + gap, 0) / texts.length
        assert.ok(Math.abs(ece - measure(texts).ece) < 1e-9)
      }),
    )
  })

  it('refuses bins that are no count, and scores that are no numbers', () => {
    for (const bad of [0, 1.5, Number.NaN])
      assert.throws(() => reliabilityBins([], bad), RangeError)
    const broken = { label: 'ham', logit: Number.NaN as LogOdds } as const
    assert.throws(() => reliabilityBins([broken]), RangeError)
  })
})
