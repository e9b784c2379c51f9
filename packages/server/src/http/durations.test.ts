import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { AggregatorRegistry, Histogram, Registry } from 'prom-client'
import { Durations } from './durations.ts'

const FACTS = { name: 'seconds', help: 'Time.' }
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

function openBoth() {
  const registry = new Registry()
  const durations = new Durations(FACTS, registry)
  const plainRegistry = new Registry()
  const plain = new Histogram({
    ...FACTS,
    labelNames: ['route', 'method', 'status'],
    buckets: BUCKETS,
    registers: [plainRegistry],
  })
  const note = (route: string, method: string, status: number, seconds: number) => {
    durations.note(route, method, status, seconds)
    plain.observe({ route, method, status: String(status) }, seconds)
  }
  return { registry, plainRegistry, note }
}

/** Lines of a registry's text, in an order of their own. */
async function linesOf(registry: Registry): Promise<readonly string[]> {
  return (await registry.metrics()).split('\n').map(sortLabels).sort()
}

function sortLabels(line: string): string {
  return line.replace(/\{(.*)\}/u, (_, labels: string) => `{${labels.split(',').sort().join()}}`)
}

describe('Durations', () => {
  it('says what a histogram of prom-client says', async () => {
    const seconds = fc.oneof(
      fc.constantFrom(...BUCKETS, 0, 100),
      fc.double({ min: 0, max: 10, noNaN: true }),
    )
    const request = fc.tuple(
      fc.constantFrom('/a', '/b/:id', 'none'),
      fc.constantFrom('GET', 'POST'),
      fc.constantFrom(200, 404, 503),
      seconds,
    )
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 40 }), async (requests) => {
        const { registry, plainRegistry, note } = openBoth()
        for (const one of requests) note(...one)
        assert.deepEqual(await linesOf(registry), await linesOf(plainRegistry))
      }),
      { numRuns: 50 },
    )
  })

  it('adds up over processes', async () => {
    const { registry, note } = openBoth()
    note('/a', 'GET', 200, 0.002)
    note('/a', 'GET', 200, 9)
    const count = await registry.getMetricsAsJSON()
    const text = await AggregatorRegistry.aggregate([count, count]).metrics()
    const inAll = (le: string) =>
      new RegExp(`^seconds_bucket\\{le="${le}",.*\\} (\\d+)$`, 'mu').exec(text)?.[1]
    assert.deepEqual([inAll('0\\.001'), inAll('0\\.0025'), inAll('\\+Inf')], ['0', '2', '4'])
    assert.match(text, /^seconds_sum\{.*\} 18\.004$/mu)
  })
})
