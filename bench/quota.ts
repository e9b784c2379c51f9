// npm run bench:quota [-- --rounds 3 --seconds 10 --json]
// One account with a limit of 10,000, asked for more over 256 connections to 4 processes on
// PostgreSQL: what it is granted, refusals a second, and what a second account notices of it.
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Units } from '../packages/server/src/domain/units.ts'
import type { Row } from './model/section.ts'
import { medianOf } from './model/turns.ts'
import { roundsOf } from './options.ts'
import type { Credential } from './server/callers.ts'
import { type Hamlet, startHamlet } from './server/hamlet.ts'
import { type Loaded, refusedBy } from './server/load.ts'
import { postgresPlace, postgresServer } from './server/places.ts'
import { printReport } from './server/report.ts'
import { alternate } from './server/rounds.ts'
import { auditRows, loadRows, NO_GOALS, ratioRows, refusedRow } from './server/rows.ts'
import { classifyRequests, sampleTexts } from './server/sample.ts'
import { onStage } from './server/stage.ts'

const LIMIT = 10_000
const ASKED = 15_000
const PROCESSES = 4
const HOT_CONNECTIONS = 256
/** The second account asks as people do: seldom. */
const SECOND = { connections: 4, perSecond: 100 }
/** The hot account begins this much sooner than the second, and ends later. */
const MARGIN_S = 1

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
})
const length = roundsOf(values)

/** What one turn measured. */
interface Turn {
  /** Of the second account. */
  readonly second: Loaded
  /** Of the account that has no unit left, where it asked. */
  readonly hot?: Loaded
}

await onStage(async (stage) => {
  const server = await postgresServer(stage)
  const hamlet = await startHamlet(stage, await postgresPlace(stage, server, PROCESSES), {
    limits: [{ kind: 'own', units: LIMIT as Units }, { kind: 'none' }],
  })
  const [hotCaller = {}, secondCaller = {}] = hamlet.callers
  const texts = await sampleTexts()
  const path = '/v1/classify'
  const hotLoad = {
    ...{ path, connections: HOT_CONNECTIONS, requests: classifyRequests([hotCaller], texts) },
  }
  const secondLoad = { path, ...SECOND, requests: classifyRequests([secondCaller], texts) }
  const spent = await hamlet.load({ ...hotLoad, seconds: 0, amount: ASKED })
  const quietly = async (seconds: number): Promise<Turn> => ({
    second: await hamlet.load({ ...secondLoad, seconds }),
  })
  const hammered = async (seconds: number): Promise<Turn> => {
    const hot = hamlet.load({ ...hotLoad, seconds: seconds + 2 * MARGIN_S })
    const second = setTimeout(1000 * MARGIN_S).then(() => hamlet.load({ ...secondLoad, seconds }))
    return { hot: await hot, second: await second }
  }
  const [quiet = [], loud = []] = await alternate([quietly, hammered], length)
  const rows = [
    ...(await grantRows(hamlet, hotCaller, spent)),
    ...turnRows(quiet, loud),
    ...auditRows('both accounts', await hamlet.audit()),
  ]
  const title = `a limit of ${LIMIT}, ${HOT_CONNECTIONS} connections, ${PROCESSES} processes on PostgreSQL`
  printReport({ title, rows, raw: { spent, quiet, loud } }, values.json)
})

async function grantRows(hamlet: Hamlet, caller: Credential, spent: Loaded): Promise<Row[]> {
  const reply = await fetch(`${hamlet.url}/v1/usage`, { headers: caller })
  const { used } = (await reply.json()) as { readonly used: number }
  const row = (name: string, measured: number, must: number): Row => ({
    ...{ name: `hot account: ${name}`, measured, unit: 'requests' },
    ...{ must: String(must), dream: '', isLaw: true },
  })
  const { 200: granted = 0, 429: exhausted = 0 } = spent.statuses
  return [
    row(`granted of ${ASKED}`, granted, LIMIT),
    row(`refused of ${ASKED}, as exhausted`, exhausted, ASKED - LIMIT),
    row('other answers, or none', refusedBy(spent) - exhausted, 0),
    row('units used at the end', used, LIMIT),
  ]
}

function turnRows(quiet: readonly Turn[], loud: readonly Turn[]): Row[] {
  const before = quiet.map(({ second }) => second)
  const beside = loud.map(({ second }) => second)
  const refusals = loud.map(({ hot }) => (hot ? refusedBy(hot) / hot.seconds : 0))
  const goals = { p99: { must: '<= 3', dream: '' } }
  return [
    {
      ...{ name: 'hot account: refusals', measured: Math.round(medianOf(refusals)) },
      ...{ unit: 'requests/s', ...NO_GOALS },
    },
    ...loadRows('second account, alone', before),
    ...loadRows('second account, beside the hot one', beside),
    ...ratioRows('second account', beside, { reference: before, than: 'alone', goals }),
    refusedRow('second account', [...before, ...beside]),
  ]
}
