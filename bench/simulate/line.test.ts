import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lineThrough } from './line.ts'

const SIZES = [1, 8, 64, 256]

describe('lineThrough', () => {
  const of = (seconds: (claims: number) => number) =>
    lineThrough(
      SIZES.map((claims) => ({ claims, seconds: seconds(claims), whole: wholeOf(claims) })),
    )
  const wholeOf = (claims: number) => 0.001 + 0.00003 * claims

  it('finds the line that points lie on', () => {
    const { statement, claim } = of((claims) => 0.001 + 0.00003 * claims)
    assert.ok(Math.abs(statement - 0.001) < 1e-9)
    assert.ok(Math.abs(claim - 0.00003) < 1e-9)
  })

  it('misses small statements by no larger a part than large ones', () => {
    const measured = (claims: number) => (0.001 + 0.00003 * claims) * (claims === 256 ? 1.1 : 1)
    const { statement, claim } = of(measured)
    for (const claims of SIZES) {
      const ratio = (statement + claim * claims) / measured(claims)
      assert.ok(ratio > 0.9 && ratio < 1.1, `${claims}: ${ratio}`)
    }
  })

  it('nothing costs less than nothing', () => {
    const falling = of((claims) => 0.001 - 0.000001 * claims)
    assert.equal(falling.claim, 0)
    assert.ok(falling.statement > 0.0006 && falling.statement < 0.001)
    const steep = of((claims) => 0.00001 * claims ** 1.5)
    assert.equal(steep.statement, 0)
    assert.ok(steep.claim > 0)
    assert.deepEqual(
      of(() => 0),
      { statement: 0, claim: 0 },
    )
  })
})
