import { cpus } from 'node:os'
import { sql } from 'kysely'
import type { RootDatabase } from '../../packages/server/src/store/database.ts'
import { startClassifying } from '../server/classifying.ts'
import { rateOf } from '../server/load.ts'
import { onDatabase, type Place } from '../server/places.ts'
import type { Stage } from '../server/stage.ts'
import { databaseProcesses } from './calibration.ts'
import { cpuSecondsOf } from './cpu-time.ts'
import type { Measured } from './loops.ts'

/** What `POST /v1/classify` met, and what each request cost, in seconds on a core. */
export interface MeasuredHttp extends Measured {
  /** Of the first thread of the server's processes. */
  readonly node: number
  /** Of their other threads. */
  readonly beside: number
  readonly database: number
  /** Of everybody else on the machine, who asks included. */
  readonly others: number
  readonly claimsPerStatement: number
}

const WARM_UP_S = 3

/** Loads a Hamlet over 64 connections, and sees what it costs whom. */
export async function measureHttp(
  stage: Stage,
  place: Place,
  texts: readonly string[],
  seconds: number,
): Promise<MeasuredHttp> {
  const { hamlet, take } = await startClassifying(stage, place, texts)
  await take(WARM_UP_S)
  const measured = await onDatabase(stage, place, async (db) => {
    const pids = ((await hamlet.memory()) ?? []).map(({ pid }) => pid)
    const database = await databaseProcesses(db)
    const before = await stateOf(db, pids, database)
    const loaded = await take(seconds)
    const after = await stateOf(db, pids, database)
    const count = loaded.statuses['200'] ?? 0
    const each = (of: (state: State) => number) => (of(after) - of(before)) / count
    const own = { node: each(({ node }) => node.first), beside: each(({ node }) => node.others) }
    const ofDatabase = each((state) => state.database.first)
    return {
      ...{ perSecond: rateOf(loaded), p50: loaded.p50 / 1000, p99: loaded.p99 / 1000 },
      ...{ ...own, database: ofDatabase },
      others: each(({ machine }) => machine) - own.node - own.beside - ofDatabase,
      claimsPerStatement: 1 / each(({ commits }) => commits),
    }
  })
  await hamlet.stopAndCount()
  return measured
}

type State = Awaited<ReturnType<typeof stateOf>>

async function stateOf(db: RootDatabase, pids: readonly number[], family: readonly number[]) {
  const { rows } = await sql<{ readonly commits: number }>`
    select xact_commit::float8 as commits from pg_stat_database where datname = current_database()
  `.execute(db)
  const [node, database] = [await cpuSecondsOf(pids), await cpuSecondsOf(family)]
  return { node, database, machine: machineSeconds(), commits: rows[0]?.commits ?? 0 }
}

/** Seconds in which cores worked. */
function machineSeconds(): number {
  const busy = cpus().map(({ times: { user, nice, sys, irq } }) => user + nice + sys + irq)
  return busy.reduce((sum, milliseconds) => sum + milliseconds, 0) / 1000
}
