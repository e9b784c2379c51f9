// npm run bench:batch [-- --rounds 3 --seconds 10 --json]
// POST /v1/classify/batch with 1,000 texts, on the embedded database and on PostgreSQL, beside the
// classifier alone, which judges the same texts in a loop, in turn.
import { parseArgs } from 'node:util'
import type { Row } from './model/section.ts'
import { medianOf } from './model/turns.ts'
import { roundsOf } from './options.ts'
import { type Hamlet, startHamlet, unlimited } from './server/hamlet.ts'
import { type Loaded, rateOf, runLoader } from './server/load.ts'
import { embeddedPlace, type Place, postgresPlace, postgresServer } from './server/places.ts'
import { printReport } from './server/report.ts'
import { alternate } from './server/rounds.ts'
import { auditRows, memoryRow, NO_GOALS, ratioRows, refusedRow } from './server/rows.ts'
import { sampleTexts } from './server/sample.ts'
import { onStage, type Stage } from './server/stage.ts'

const TEXTS = 1000
const ACCOUNTS = 16
const CONNECTIONS = 4
const POSTGRES_GOALS = { rate: { must: '>= 0.25', dream: '' } }

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
})
const length = roundsOf(values)

/** A Hamlet that takes turns. */
interface Contender {
  readonly name: string
  readonly hamlet: Hamlet
  readonly take: (seconds: number) => Promise<Loaded>
}

await onStage(async (stage) => {
  const texts = (await sampleTexts()).slice(0, TEXTS)
  const server = await postgresServer(stage)
  const contenders = [
    await openContender(stage, 'embedded', await embeddedPlace(stage), texts),
    await openContender(stage, 'postgres', await postgresPlace(stage, server, 1), texts),
  ]
  const loop = (seconds: number) => runLoader(stage, 'bench/judge-loop.ts', { texts, seconds })
  const [alone = [], ...turns] = await alternate(
    [loop, ...contenders.map(({ take }) => take)],
    length,
  )
  const rows = [textsRow('classifier alone', alone)]
  for (const [i, contender] of contenders.entries()) {
    rows.push(...(await rowsOf(contender, turns[i] ?? [], alone)))
  }
  const title = `POST /v1/classify/batch, ${TEXTS} texts, ${CONNECTIONS} connections`
  printReport({ title, rows, raw: { alone, turns } }, values.json)
})

async function openContender(
  stage: Stage,
  name: string,
  place: Place,
  texts: readonly string[],
): Promise<Contender> {
  const hamlet = await startHamlet(stage, place, { limits: unlimited(ACCOUNTS) })
  const body = JSON.stringify({ texts })
  const requests = hamlet.callers.map((headers) => ({ headers, body }))
  const load = { path: '/v1/classify/batch', connections: CONNECTIONS, requests }
  return { name, hamlet, take: (seconds) => hamlet.load({ ...load, seconds }) }
}

async function rowsOf(
  { name, hamlet }: Contender,
  turns: readonly Loaded[],
  reference: readonly Loaded[],
): Promise<Row[]> {
  const goals = name === 'postgres' ? POSTGRES_GOALS : {}
  const memory = await hamlet.peakMegabytes()
  return [
    textsRow(name, turns),
    ...ratioRows(name, turns, { reference, than: 'the classifier alone', goals }),
    memoryRow(name, memory),
    refusedRow(name, turns),
    ...auditRows(name, await hamlet.audit(), TEXTS),
  ]
}

function textsRow(name: string, turns: readonly Loaded[]): Row {
  const measured = Math.round(TEXTS * medianOf(turns.map(rateOf)))
  return { name: `${name}: texts`, measured, unit: 'texts/s', ...NO_GOALS }
}
