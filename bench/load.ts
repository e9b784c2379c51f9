// Loads one server, in a process of its own: a `Load` of server/load.ts comes as JSON on stdin, and
// what autocannon measured goes as JSON, a `Loaded`, to stdout.
import { createHistogram } from 'node:perf_hooks'
import process from 'node:process'
import { json } from 'node:stream/consumers'
import autocannon, { type Client, type Request, type Result } from 'autocannon'
import { type Load, type Loaded, PATIENCE_S } from './server/load.ts'

const load = (await json(process.stdin)) as Load
// autocannon's own latencies are whole milliseconds; these are microseconds.
const latency = createHistogram()
const statuses: Record<string, number> = {}
let begun = performance.now()
const { errors } = await new Promise<Result>((resolve, reject) => {
  const running = autocannon(optionsOf(load), (error, result) =>
    error ? reject(error) : resolve(result),
  )
  running.on('start', () => {
    begun = performance.now()
  })
  running.on('response', (_client, status, _bytes, milliseconds) => {
    statuses[status] = (statuses[status] ?? 0) + 1
    latency.record(Math.max(1, Math.round(1000 * milliseconds)))
  })
})
const measured: Loaded = {
  seconds: (performance.now() - begun) / 1000,
  statuses,
  failed: errors,
  p50: latency.percentile(50) / 1000,
  p99: latency.percentile(99) / 1000,
}
process.stdout.write(JSON.stringify(measured))

function optionsOf({ url, connections, seconds, amount, perSecond, ...rest }: Load) {
  return {
    url,
    connections,
    timeout: PATIENCE_S,
    setupClient: startersOf(rest, connections),
    ...(amount === undefined ? { duration: seconds } : { amount }),
    ...(perSecond !== undefined && { overallRate: perSecond, ignoreCoordinatedOmission: true }),
  }
}

/** Every connection sends all requests, each beginning with another one. */
function startersOf(
  { path, requests: sent }: Pick<Load, 'path' | 'requests'>,
  connections: number,
): (client: Client) => void {
  const requests = sent.map(
    ({ headers, body }): Request => ({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', ...headers },
      body,
    }),
  )
  let ready = 0
  return (client) => {
    const first = Math.floor((ready++ * requests.length) / connections)
    client.setRequests([...requests.slice(first), ...requests.slice(0, first)])
  }
}
