// npm run bench:simulate [-- --nodes 1,2,10,100,1000 --db-cores 16 --accounts 1000000 --load 0.6 --json]
// Measures what a statement of the ledger and a request cost here, simulates what was measured and
// compares, then simulates many nodes with a core each on one PostgreSQL.
import { availableParallelism } from 'node:os'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { parseSettings } from '../packages/server/src/settings.ts'
import { migrateUp } from '../packages/server/src/store/migrate.ts'
import { openPostgres } from '../packages/server/src/store/postgres.ts'
import type { PostgresServer } from '../packages/server/src/testing/postgres-server.ts'
import type { Row } from './model/section.ts'
import { numberOf } from './options.ts'
import { ACCOUNTS, CONNECTIONS } from './server/classifying.ts'
import { onDatabase, type Place, postgresPlace, postgresServer } from './server/places.ts'
import { printReport } from './server/report.ts'
import { sampleTexts } from './server/sample.ts'
import { onStage, type Stage } from './server/stage.ts'
import { type Calibration, calibrate } from './simulate/calibration.ts'
import { openClaims, openServiceLedger, storeAccounts } from './simulate/claims.ts'
import { type MeasuredHttp, measureHttp } from './simulate/http.ts'
import { type Measured, type MeasuredLoop, measureClosed, measureOpen } from './simulate/loops.ts'
import {
  calibrationRows,
  comparisonRows,
  type FleetOutcome,
  fleetTable,
  httpRows,
} from './simulate/report.ts'
import { type Costs, type Fleet, type Line, simulate } from './simulate/simulation.ts'

const DECISIONS = 200_000
const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1,2,10,100,1000' },
    'db-cores': { type: 'string', default: '16' },
    accounts: { type: 'string', default: '1000000' },
    load: { type: 'string', default: '0.6' },
    seconds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
})
const seconds = numberOf('seconds', values.seconds)
const load = numberOf('load', values.load)
const databaseCores = numberOf('db-cores', values['db-cores'])
const accountCount = numberOf('accounts', values.accounts)
const nodeCounts = values.nodes.split(',').map((text) => numberOf('nodes', text))

await onStage(async (stage) => {
  const server = await postgresServer(stage)
  const texts = await sampleTexts()
  const { calibration, closed, open } = await measureLedger(stage, server, texts)
  const http = await measureHttp(stage, await postgresPlace(stage, server, 1), texts, seconds)
  const two = await measureHttp(stage, await postgresPlace(stage, server, 2), texts, seconds)
  const costs = costsOver(calibration, http)
  const rows = [
    ...calibrationRows(calibration),
    ...httpRows('one process', http),
    ...httpRows('two processes', two),
    ...reproduce(calibration, { closed, open, http, two }),
  ]
  const fleets = {
    'accounts on any node': fleetsOf(costs, false),
    'each account on one node': fleetsOf(costs, true),
  }
  const title = `simulated by measured, ${CONNECTIONS} clients, ${ACCOUNTS} accounts`
  printReport({ title, rows, raw: { calibration, closed, open, http, two, fleets } }, values.json)
  if (values.json) return
  for (const [name, outcomes] of Object.entries(fleets)) {
    process.stdout.write(`\n## simulated: ${name}\n\n${fleetTable(outcomes)}`)
  }
})

async function measureLedger(stage: Stage, server: PostgresServer, texts: readonly string[]) {
  const place = await postgresPlace(stage, server)
  const accounts = await onDatabase(stage, place, async (db) => {
    await migrateUp(db)
    return storeAccounts(db, ACCOUNTS)
  })
  const { db } = await stage.own(openOneConnection(place), (opened) => opened.close())
  const newClaim = openClaims(accounts, texts)
  const calibration = await calibrate(db, newClaim)
  const ledger = openServiceLedger(db)
  const closed = await measureClosed(ledger, newClaim, CONNECTIONS, seconds)
  const open = await measureOpen(ledger, newClaim, closed.perSecond / 2, seconds)
  return { calibration, closed, open }
}

async function openOneConnection(place: Place) {
  const { database } = parseSettings(place)
  if (database.kind !== 'postgres') throw new Error('the place is no PostgreSQL')
  return openPostgres({ ...database, pool: 1 }, 'serving')
}

/**
 * What a node pays beyond its statements is HTTP's. The database may pay more for a statement than
 * it did alone, since it shares cores and caches.
 */
function costsOver({ costs }: Calibration, http: MeasuredHttp): Costs {
  const { statement, claim } = costs.database
  const dearer = http.database / (statement / http.claimsPerStatement + claim)
  return {
    ...costs,
    database: { statement: dearer * statement, claim: dearer * claim },
    http: Math.max(0, http.node - nodeShare(costs.node, http.claimsPerStatement)),
    ...{ beside: http.beside, client: http.others },
  }
}

/** What a claim costs the thread of a node in a statement of so many. */
function nodeShare({ statement, claim }: Line, claims: number): number {
  return statement / claims + claim
}

interface Reality {
  readonly closed: MeasuredLoop
  readonly open: Measured
  readonly http: MeasuredHttp
  readonly two: MeasuredHttp
}

/** Simulates this machine, where all share its cores. */
function reproduce(calibration: Calibration, { closed, open, http, two }: Reality): Row[] {
  const here: Omit<Fleet, 'arrivals' | 'costs'> = {
    ...{ nodes: 1, decisions: DECISIONS / 4, seed: 1 },
    cores: { database: availableParallelism(), areShared: true },
    accounts: { count: ACCOUNTS, isRouted: false },
  }
  const { costs } = calibration
  // This thread also made the claims.
  const making = Math.max(0, closed.node - nodeShare(costs.node, CONNECTIONS))
  const node = { ...costs.node, claim: costs.node.claim + making }
  const alone = { ...here, costs: { ...costs, node, http: 0, beside: 0, client: 0 } }
  const clients = { kind: 'closed', clients: CONNECTIONS } as const
  const atRandom = { kind: 'open', perSecond: open.perSecond } as const
  const half = { kind: 'closed', clients: CONNECTIONS / 2 } as const
  const one = { ...here, costs: costsOver(calibration, http), arrivals: clients }
  const both = { ...here, nodes: 2, costs: costsOver(calibration, two), arrivals: half }
  return [
    ...comparisonRows('ledger alone', closed, simulate({ ...alone, arrivals: clients })),
    ...comparisonRows('ledger alone, at random', open, simulate({ ...alone, arrivals: atRandom })),
    ...comparisonRows('HTTP, one process', http, simulate(one)),
    ...comparisonRows('HTTP, two', two, simulate(both)),
  ]
}

function fleetsOf(costs: Costs, isRouted: boolean): FleetOutcome[] {
  return nodeCounts.map((nodes): FleetOutcome => {
    const fleet: Omit<Fleet, 'arrivals'> = {
      ...{ nodes, costs, seed: 1, decisions: Math.max(DECISIONS, 4 * nodes * CONNECTIONS) },
      cores: { database: databaseCores, areShared: false },
      accounts: { count: accountCount, isRouted },
    }
    const full = simulate({ ...fleet, arrivals: { kind: 'closed', clients: CONNECTIONS } })
    const perSecond = (load * full.perSecond) / nodes
    return { nodes, full, partial: simulate({ ...fleet, arrivals: { kind: 'open', perSecond } }) }
  })
}
