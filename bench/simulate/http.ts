import { cpus } from 'node:os'
import type { RootDatabase } from '../../packages/server/src/store/database.ts'
import { runRaw } from '../../packages/server/src/testing/raw-sql.ts'
import { startClassifying } from '../server/classifying.ts'
import { rateOf } from '../server/load.ts'
import { onDatabase, type Place } from '../server/places.ts'
import type { Stage } from '../server/stage.ts'
import { databaseProcesses } from './calibration.ts'
import { type CpuTimes, cpuTimesOf, spentBetween } from './cpu-time.ts'
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
    const before = await stateOf(db, pids)
    const loaded = await take(seconds)
    const costs = costsBetween(before, await stateOf(db, pids), loaded.statuses['200'] ?? 0)
    return { perSecond: rateOf(loaded), p50: loaded.p50 / 1000, p99: loaded.p99 / 1000, ...costs }
  })
  await hamlet.stopAndCount()
  return measured
}

interface State {
  readonly node: CpuTimes
  readonly database: CpuTimes
  /** Seconds in which cores of this machine worked. */
  readonly machine: number
  readonly statements: number
}

async function stateOf(db: RootDatabase, pids: readonly number[]): Promise<State> {
  // Whoever writes gets a number, and while this loads, nobody writes but the ledger.
  const rows = await runRaw<{ readonly next: number }>(
    db,
    `
    select pg_snapshot_xmax(pg_current_snapshot())::text::float8 as next`,
  )
  const busy = cpus().map(({ times: { user, nice, sys, irq } }) => user + nice + sys + irq)
  return {
    node: await cpuTimesOf(pids),
    database: await cpuTimesOf(await databaseProcesses(db)),
    machine: busy.reduce((sum, milliseconds) => sum + milliseconds, 0) / 1000,
    statements: rows[0]?.next ?? 0,
  }
}

/** By request. */
function costsBetween(
  before: State,
  after: State,
  count: number,
): Omit<MeasuredHttp, keyof Measured> {
  const { first, others } = spentBetween(before.node, after.node)
  const database = spentBetween(before.database, after.database).first
  const machine = after.machine - before.machine
  return {
    ...{ node: first / count, beside: others / count, database: database / count },
    others: Math.max(0, machine - first - others - database) / count,
    claimsPerStatement: count / (after.statements - before.statements),
  }
}
