// npm run bench:growth [-- --rows 0,100000,5000000 --rounds 3 --seconds 10 --json]
// POST /v1/classify on PostgreSQL with one process, on databases that hold more and more decisions
// of the past months, in turn: requests a second and latencies must not depend on how many.
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import type { RootDatabase } from '../packages/server/src/store/database.ts'
import { storeManyDecisions } from '../packages/server/src/testing/many-decisions.ts'
import type { PostgresServer } from '../packages/server/src/testing/postgres-server.ts'
import type { Row } from './model/section.ts'
import { numberText } from './model/table.ts'
import { numberOf, roundsOf } from './options.ts'
import { type Classifying, CONNECTIONS, startClassifying } from './server/classifying.ts'
import { type Loaded, loadingTool } from './server/load.ts'
import { postgresPlace, postgresServer } from './server/places.ts'
import { printReport } from './server/report.ts'
import { alternate } from './server/rounds.ts'
import { auditRows, loadRows, ratioRows, refusedRow } from './server/rows.ts'
import { sampleTexts } from './server/sample.ts'
import { onStage, type Stage } from './server/stage.ts'

/** What a decision takes on disk with its indexes (410 were measured), and what the log and the rest take. */
const BYTES_PER_ROW = 600
const BYTES_BESIDE = 3e9
/** "Flat within noise": what runs of equals differ by on a shared machine. */
const GOALS = { rate: { must: '>= 0.9', dream: '' }, p99: { must: '<= 1.2', dream: '' } }

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '0,100000,5000000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
})
const length = roundsOf(values)
const counts = values.rows.split(',').map((text) => numberOf('rows', text, 0))

/** A Hamlet that takes turns. */
interface Contender extends Classifying {
  readonly name: string
}

await onStage(async (stage) => {
  await checkDisk(counts)
  const server = await postgresServer(stage)
  const contenders: Contender[] = []
  for (const count of counts) contenders.push(await openContender(stage, server, count))
  const turns = await alternate(
    contenders.map(({ take }) => take),
    length,
  )
  const rows: Row[] = []
  for (const [i, contender] of contenders.entries()) {
    rows.push(...(await rowsOf(contender, turns[i] ?? [], turns[0] ?? [])))
  }
  const title = `POST /v1/classify beside stored decisions, ${CONNECTIONS} connections of ${await loadingTool()}`
  printReport({ title, rows, raw: { counts, turns } }, values.json)
})

/** @throws {Error} The disk that temporary files are on has too little room. */
async function checkDisk(counts: readonly number[]): Promise<void> {
  const needed = counts.reduce((sum, count) => sum + count, 0) * BYTES_PER_ROW + BYTES_BESIDE
  const { bavail, bsize } = await statfs(tmpdir())
  if (bavail * bsize >= needed) return
  const [free, wanted] = [bavail * bsize, needed].map((bytes) => `${(bytes / 1e9).toFixed(1)} GB`)
  throw new Error(`${tmpdir()} has ${free} free, and ${wanted} are needed; see --rows, or TMPDIR`)
}

async function openContender(
  stage: Stage,
  server: PostgresServer,
  count: number,
): Promise<Contender> {
  const texts = await sampleTexts()
  const place = await postgresPlace(stage, server, 1)
  const fill = (db: RootDatabase) => storeManyDecisions(db, count, texts)
  const classifying = await startClassifying(stage, place, texts, { fill })
  return { name: `${numberText(count)} stored`, ...classifying }
}

async function rowsOf(
  { name, hamlet }: Contender,
  turns: readonly Loaded[],
  reference: readonly Loaded[],
): Promise<Row[]> {
  const first = `those of ${numberText(counts[0] ?? 0)}`
  const isFirst = turns === reference
  return [
    ...loadRows(name, turns),
    ...(isFirst ? [] : ratioRows(name, turns, { reference, than: first, goals: GOALS })),
    refusedRow(name, turns),
    ...auditRows(name, await hamlet.audit()),
  ]
}
