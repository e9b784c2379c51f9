// npm run bench:http [-- --rounds 3 --seconds 10 --only bare,embedded --cpu-prof DIR --json]
// POST /v1/classify, authenticated, metered and recorded before the answer, beside a bare node:http
// server, in turn (A B C D A B C D ...), each in its own process, 64 connections from another one.
import process from 'node:process'
import { parseArgs } from 'node:util'
import type { Row } from './model/section.ts'
import { roundsOf } from './options.ts'
import type { Credential } from './server/callers.ts'
import { ACCOUNTS, CONNECTIONS, classifyLoad, startClassifying } from './server/classifying.ts'
import type { Audit, Hamlet } from './server/hamlet.ts'
import { type Loaded, loadingTool, loadServer } from './server/load.ts'
import { embeddedPlace, type Place, postgresPlace, postgresServer } from './server/places.ts'
import { printReport } from './server/report.ts'
import { alternate } from './server/rounds.ts'
import {
  auditRows,
  loadRows,
  memoryRow,
  type RatioGoals,
  ratioRows,
  refusedRow,
} from './server/rows.ts'
import { startServer } from './server/running.ts'
import { sampleTexts } from './server/sample.ts'
import { onStage, type Stage } from './server/stage.ts'

const NAMES = ['bare', 'embedded', 'postgres', 'postgres-2']

/** Characters of the credentials that Hamlet gives out. */
const TOKEN_LENGTH = 388
const KEY_LENGTH = 54

const GOALS: RatioGoals = {
  rate: { must: '>= 0.50', dream: '>= 0.65' },
  p99: { must: '<= 4', dream: '' },
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    only: { type: 'string', default: NAMES.join() },
    'cpu-prof': { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const length = roundsOf(values)

/** Somebody who takes turns. */
interface Contender {
  readonly name: string
  readonly take: (seconds: number) => Promise<Loaded>
  /** The reference stores nothing. */
  readonly hamlet?: Hamlet
}

interface Outcome {
  readonly name: string
  readonly turns: readonly Loaded[]
  readonly megabytes?: number | undefined
  readonly audit?: Audit
}

const names = values.only.split(',')
const stranger = names.find((name) => !NAMES.includes(name))
if (stranger === undefined) {
  await onStage(measure)
} else {
  const known = NAMES.join(', ')
  process.stderr.write(`--only: there is no contender "${stranger}", only ${known}\n`)
  process.exitCode = 2
}

async function measure(stage: Stage): Promise<void> {
  const contenders = await openContenders(stage)
  const turns = await alternate(
    contenders.map(({ take }) => take),
    length,
  )
  const outcomes: Outcome[] = []
  for (const [i, { name, hamlet }] of contenders.entries()) {
    const megabytes = await hamlet?.peakMegabytes()
    const audit = await hamlet?.audit()
    outcomes.push({ name, turns: turns[i] ?? [], megabytes, ...(audit && { audit }) })
  }
  const title = `POST /v1/classify, ${CONNECTIONS} connections of ${await loadingTool()}`
  printReport({ title, rows: outcomes.flatMap(rowsOf(outcomes)), raw: outcomes }, values.json)
}

async function openContenders(stage: Stage): Promise<Contender[]> {
  const texts = await sampleTexts()
  const options = { profiles: values['cpu-prof'] }
  const openHamlet = async (name: string, place: Place): Promise<Contender> => {
    const classifying = await startClassifying(stage, place, texts, options)
    return { name, ...classifying }
  }
  const contenders: Contender[] = []
  if (names.includes('bare')) contenders.push(await openBare(stage, texts))
  if (names.includes('embedded')) {
    contenders.push(await openHamlet('embedded', await embeddedPlace(stage)))
  }
  const onPostgres = ['postgres', 'postgres-2'].filter((name) => names.includes(name))
  if (onPostgres.length === 0) return contenders
  const server = await postgresServer(stage)
  for (const name of onPostgres) {
    const place = await postgresPlace(stage, server, name === 'postgres' ? 1 : 2)
    contenders.push(await openHamlet(name, place))
  }
  return contenders
}

async function openBare(stage: Stage, texts: readonly string[]): Promise<Contender> {
  const file = 'bench/bare-server.ts'
  const { url } = await startServer(stage, { file, profiles: values['cpu-prof'] })
  const nobody = Array.from({ length: ACCOUNTS }, (_, i) => likeCredential(i))
  const take = (seconds: number) =>
    loadServer(stage, { ...classifyLoad(nobody, texts), url, seconds })
  return { name: 'bare node:http', take }
}

/** A header as long as the one that names the caller of Hamlet in the same place. */
function likeCredential(i: number): Credential {
  return i % 2 === 0
    ? { authorization: `Bearer ${'x'.repeat(TOKEN_LENGTH)}` }
    : { 'x-api-key': 'x'.repeat(KEY_LENGTH) }
}

function rowsOf(outcomes: readonly Outcome[]): (outcome: Outcome) => Row[] {
  const reference = outcomes.find(({ audit }) => audit === undefined)?.turns
  return ({ name, turns, megabytes, audit }) => {
    const rows = loadRows(name, turns)
    if (audit === undefined) return rows
    const goals = name === 'postgres-2' ? {} : GOALS
    const ratios = reference ? ratioRows(name, turns, { reference, than: 'bare', goals }) : []
    const memory = memoryRow(name, megabytes, name === 'embedded' ? '<= 350' : '')
    return [...rows, ...ratios, memory, refusedRow(name, turns), ...auditRows(name, audit)]
  }
}
