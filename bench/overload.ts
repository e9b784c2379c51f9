// npm run bench:overload [-- --seconds 10 --times 4 --connections 2000 --processes 1 --json]
// POST /v1/classify on PostgreSQL at four times what the server can do: how long the accepted requests
// take, how the others are refused, how much memory it takes, and how soon all is well afterwards.
import { parseArgs } from 'node:util'
import type { Row } from './model/section.ts'
import { numberOf } from './options.ts'
import { classifyLoad, startClassifying } from './server/classifying.ts'
import { type Flooded, floodServer, type StretchResult } from './server/flood.ts'
import type { Audit, Hamlet } from './server/hamlet.ts'
import { type Loaded, rateOf } from './server/load.ts'
import { postgresPlace, postgresServer } from './server/places.ts'
import { printReport } from './server/report.ts'
import { auditRows, memoryRow } from './server/rows.ts'
import { sampleTexts } from './server/sample.ts'
import { onStage } from './server/stage.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    times: { type: 'string', default: '4' },
    connections: { type: 'string', default: '2000' },
    processes: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const CONNECTIONS = numberOf('connections', values.connections)
const PROCESSES = numberOf('processes', values.processes)
const SECONDS = numberOf('seconds', values.seconds)
const TIMES = numberOf('times', values.times)
const WARM_UP_S = 3
/** After the flood this much of what the server can do is asked for. */
const AFTERWARDS = { share: 0.25, seconds: 5 }
/** Whoever waits longer than this afterwards says that the server has not recovered. */
const SLOW_MS = 500

await onStage(async (stage) => {
  const server = await postgresServer(stage)
  const place = await postgresPlace(stage, server, PROCESSES)
  const texts = await sampleTexts()
  const { hamlet, take } = await startClassifying(stage, place, texts)
  await take(WARM_UP_S)
  const quiet = await take(SECONDS)
  const rate = rateOf(quiet)
  const flooded = await floodServer(
    stage,
    { ...classifyLoad(hamlet.callers, texts), url: hamlet.url },
    {
      connections: CONNECTIONS,
      slowMs: SLOW_MS,
      stretches: [
        { seconds: SECONDS, perSecond: Math.round(TIMES * rate) },
        { seconds: AFTERWARDS.seconds, perSecond: Math.round(AFTERWARDS.share * rate) },
      ],
    },
  )
  const peak = await hamlet.peakMegabytes()
  const rows = [
    ...floodRows(quiet, flooded),
    memoryRow('server', peak, '<= 512'),
    ...auditRows('all', await auditOf(hamlet, flooded)),
  ]
  const title = `${TIMES} times the sustainable rate, ${CONNECTIONS} connections`
  printReport({ title, rows, raw: { quiet, flooded } }, values.json)
})

function floodRows(quiet: Loaded, { stretches, lagP99 }: Flooded): Row[] {
  const row = (name: string, measured: number, unit: string, must = ''): Row => ({
    ...{ name, measured: Math.round(100 * measured) / 100, unit, must, dream: '' },
  })
  const [over = NONE, after = NONE] = stretches
  const { refusals, withRetryAfter, unsent, failed } = over
  const good = over.statuses['200'] ?? 0
  const other = sumOf(over.statuses) - good - refusals
  return [
    row('sustainable: good answers', rateOf(quiet), 'requests/s'),
    row('sustainable: p99', quiet.p99, 'ms'),
    row('overload: good answers', good / SECONDS, 'requests/s'),
    row('overload: p99 of good answers', over.p99, 'ms', '<= 1000'),
    row('overload: refused with 503', refusals, 'requests'),
    row('overload: of these without Retry-After', refusals - withRetryAfter, 'requests', '0'),
    row('overload: p99 of refusals', over.refusedP99, 'ms'),
    row('overload: other answers', other, 'requests', '0'),
    row('overload: connections broken', failed, 'requests', '0'),
    row('overload: not sent, no connection was free', unsent, 'requests'),
    row('overload: the sender was late, p99', lagP99, 'ms'),
    row(`recovered: last refusal, or answer after ${SLOW_MS} ms`, after.lastBadS, 's', '<= 2'),
    row('recovered: p99', after.p99, 'ms'),
  ]
}

const NONE: StretchResult = {
  ...{ statuses: {}, refusals: 0, withRetryAfter: 0, unsent: 0, failed: 0 },
  ...{ lastBadS: 0, p50: 0, p99: 0, refusedP99: 0 },
}

function sumOf(statuses: StretchResult['statuses']): number {
  return Object.values(statuses).reduce((sum, count) => sum + count, 0)
}

/** What was stored beside what was answered, under the flood as well. */
async function auditOf(hamlet: Hamlet, { stretches }: Flooded): Promise<Audit> {
  const audit = await hamlet.audit()
  const good = stretches.reduce((sum, { statuses }) => sum + (statuses['200'] ?? 0), 0)
  const broken = stretches.reduce((sum, { failed }) => sum + failed, 0)
  return { ...audit, answered: audit.answered + good, cutOff: audit.cutOff + broken }
}
