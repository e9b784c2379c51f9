import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { buildClock } from '../testing/clock.ts'
import { buildTraffic, summarizeTraffic, type TrafficSummary } from './traffic.ts'

function openTraffic() {
  const clock = buildClock('2026-05-15T12:00:30Z')
  const traffic = buildTraffic(clock.now)
  const hour = () => summarizeTraffic(traffic.read(), clock.now())
  return { clock, traffic, hour }
}

/** The largest a percentile may be beside the true value: 1/8 of a doubling, and rounding. */
const WIDTH = 2 ** (1 / 8) + 0.005

function percentileOf(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
}

function assertClose(found: number | undefined, exact: number): void {
  assert.ok(found !== undefined && found >= exact - 0.001, `${found} is below ${exact}`)
  assert.ok(found <= Math.max(exact * WIDTH, 0.1), `${found} is far above ${exact}`)
}

describe('Traffic', () => {
  it('knows percentiles of the latency to 9.1 %, never too low', () => {
    const milliseconds = fc.oneof(
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.double({ min: 0, max: 100_000, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(milliseconds, { minLength: 1, maxLength: 300 }), (latencies) => {
        const { traffic, hour } = openTraffic()
        for (const ms of latencies) traffic.noteRequest(200, ms / 1000)
        const sorted = latencies.toSorted((a, b) => a - b)
        const { total } = hour()
        assert.equal(total.requests, latencies.length)
        assertClose(total.p50Ms, percentileOf(sorted, 0.5))
        assertClose(total.p99Ms, percentileOf(sorted, 0.99))
      }),
      { numRuns: 200 },
    )
  })

  it('counts what takes nearly no time, and what takes hours', () => {
    const { traffic, hour } = openTraffic()
    traffic.noteRequest(200, 0)
    assert.equal(hour().total.p50Ms, 0.1)
    traffic.noteRequest(200, 10_000)
    assert.deepEqual([hour().total.p50Ms, hour().total.p99Ms], [0.1, 104_857.6])
  })

  it('counts refusals by their kind, and texts', () => {
    const { traffic, hour } = openTraffic()
    for (const status of [200, 201, 304, 400, 404, 422, 429, 500, 503]) {
      traffic.noteRequest(status, 0.001)
    }
    traffic.noteTexts(7)
    const { requests, refused, tooMany, failed, texts } = hour().total
    assert.deepEqual(
      { requests, refused, tooMany, failed, texts },
      { requests: 9, refused: 3, tooMany: 1, failed: 2, texts: 7 },
    )
  })

  it('keeps 60 minutes, the running one last, and forgets what is older', () => {
    const { clock, traffic, hour } = openTraffic()
    traffic.noteRequest(200, 0.001)
    clock.set('2026-05-15T12:59:30Z')
    traffic.noteRequest(200, 0.001)
    const { minutes, total } = hour()
    assert.equal(minutes.length, 60)
    assert.equal(minutes[0]?.start.toISOString(), '2026-05-15T12:00:00.000Z')
    assert.equal(minutes[59]?.start.toISOString(), '2026-05-15T12:59:00.000Z')
    const counts = (summaries: readonly TrafficSummary[]) => summaries.map((one) => one.requests)
    assert.deepEqual(counts(minutes), [1, ...Array(58).fill(0), 1])
    assert.equal(total.requests, 2)
    assert.deepEqual(minutes[1], {
      start: new Date('2026-05-15T12:01:00Z'),
      ...{ requests: 0, texts: 0, refused: 0, tooMany: 0, failed: 0 },
    })
    clock.set('2026-05-15T13:00:00Z')
    assert.equal(hour().total.requests, 1)
    traffic.noteTexts(1)
    assert.equal(hour().minutes[59]?.texts, 1)
    assert.equal(hour().minutes[59]?.requests, 0, 'the same place held an older minute')
  })

  it('adds up over processes whose minutes differ', () => {
    const { clock, traffic } = openTraffic()
    const other = buildTraffic(clock.now)
    traffic.noteRequest(200, 0.001)
    clock.set('2026-05-15T12:01:00Z')
    for (let i = 0; i < 3; i++) other.noteRequest(503, 1)
    other.noteRequest(200, 0.001)
    const { minutes, total } = summarizeTraffic([traffic.read(), other.read()].flat(), clock.now())
    assert.deepEqual([minutes[58]?.requests, minutes[59]?.requests], [1, 4])
    assert.deepEqual([total.requests, total.failed], [5, 3])
    assertClose(total.p50Ms, 1000)
    assertClose(minutes[58]?.p99Ms, 1)
  })
})
