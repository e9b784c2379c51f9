import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildHold } from './hold.ts'

/** Milliseconds until something is done. */
async function timeOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

describe('a hold', () => {
  it('lasts from half a second to one and a half, and ends at another time for each', async () => {
    const hold = buildHold()
    const times = (await Promise.all(Array.from({ length: 20 }, () => timeOf(hold)))).sort(
      (a, b) => a - b,
    )
    assert.ok((times[0] ?? 0) > 490, `${times[0]}`)
    assert.ok((times.at(-1) ?? 0) - (times[0] ?? 0) > 700, `${times}`)
  })

  it('keeps a thousand at once, and lets the rest go', async () => {
    const hold = buildHold()
    const thousand = Array.from({ length: 1000 }, hold)
    assert.ok((await timeOf(hold)) < 400)
    await Promise.all(thousand)
    assert.ok((await timeOf(hold)) > 490)
  })
})
