// npm run bench:logins [-- --rounds 3 --seconds 6 --connections 256 --processes 1 --json]
// POST /v1/classify at a steady rate on PostgreSQL, alone and beside a flood of log-ins with wrong
// passwords over many connections: what callers notice of it.
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Row } from './model/section.ts'
import { medianOf } from './model/turns.ts'
import { numberOf, roundsOf } from './options.ts'
import { startHamlet, unlimited } from './server/hamlet.ts'
import { type Loaded, refusedBy } from './server/load.ts'
import { postgresPlace, postgresServer } from './server/places.ts'
import { printReport } from './server/report.ts'
import { alternate } from './server/rounds.ts'
import { auditRows, loadRows, NO_GOALS, ratioRows, refusedRow } from './server/rows.ts'
import { classifyRequests, sampleTexts } from './server/sample.ts'
import { onStage } from './server/stage.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '6' },
    connections: { type: 'string', default: '256' },
    processes: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const CONNECTIONS = numberOf('connections', values.connections)
const PROCESSES = numberOf('processes', values.processes)
const length = roundsOf(values)

const ACCOUNTS = 100
/** Callers who notice: over a few connections, at a rate that any machine can do. */
const CALLERS = { connections: 16, perSecond: 400 }
/** Names of nobody, so that no account is locked; an address is not either, with the limit below. */
const NAMES = 1000
/** Of wrong passwords from one address: what comes from thousands of addresses comes from one here. */
const NO_LIMIT = { LOGIN_ATTEMPTS_PER_ADDRESS: '1000000', LOGIN_ATTEMPTS_PER_ACCOUNT: '1000000' }
/** The flood begins this much sooner than the callers, and ends later. */
const MARGIN_S = 1

/** What one turn measured. */
interface Turn {
  readonly callers: Loaded
  readonly flood?: Loaded
}

await onStage(async (stage) => {
  const server = await postgresServer(stage)
  const place = { ...(await postgresPlace(stage, server, PROCESSES)), ...NO_LIMIT }
  const hamlet = await startHamlet(stage, place, { limits: unlimited(ACCOUNTS) })
  const requests = classifyRequests(hamlet.callers, await sampleTexts())
  const callersLoad = { path: '/v1/classify', ...CALLERS, requests }
  const floodLoad = {
    ...{ path: '/login/', connections: CONNECTIONS },
    requests: Array.from({ length: NAMES }, (_, i) => ({
      headers: {},
      body: JSON.stringify({ username: `nobody-${i}`, password: 'not the right one' }),
    })),
  }
  const quietly = async (seconds: number): Promise<Turn> => ({
    callers: await hamlet.load({ ...callersLoad, seconds }),
  })
  const flooded = async (seconds: number): Promise<Turn> => {
    const flood = hamlet.load({ ...floodLoad, seconds: seconds + 2 * MARGIN_S })
    const callers = setTimeout(1000 * MARGIN_S).then(() => hamlet.load({ ...callersLoad, seconds }))
    return { flood: await flood, callers: await callers }
  }
  const [quiet = [], loud = []] = await alternate([quietly, flooded], length)
  const audit = await hamlet.audit()
  const rows = [...turnRows(quiet, loud), ...auditRows('callers', audit)]
  const title = `log-ins over ${CONNECTIONS} connections, ${PROCESSES} processes on PostgreSQL`
  printReport({ title, rows, raw: { quiet, loud } }, values.json)
})

function turnRows(quiet: readonly Turn[], loud: readonly Turn[]): Row[] {
  const before = quiet.map(({ callers }) => callers)
  const beside = loud.map(({ callers }) => callers)
  const floods = loud.flatMap(({ flood }) => flood ?? [])
  const goals = { p99: { must: '<= 3', dream: '' } }
  const perSecond = floods.map((flood) => Math.round(refusedBy(flood) / flood.seconds))
  return [
    {
      ...{ name: 'log-ins: answered, all refused', measured: medianOf(perSecond) },
      ...{ unit: 'requests/s', ...NO_GOALS },
    },
    ...loadRows('callers, alone', before),
    ...loadRows('callers, beside log-ins', beside),
    ...ratioRows('callers', beside, { reference: before, than: 'alone', goals }),
    refusedRow('callers', [...before, ...beside]),
  ]
}
