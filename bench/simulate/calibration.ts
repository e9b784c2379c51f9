import process from 'node:process'
import type { Claim } from '../../packages/server/src/store/claim.ts'
import type { RootDatabase } from '../../packages/server/src/store/database.ts'
import type { Ledger } from '../../packages/server/src/store/ledger.ts'
import { runRaw } from '../../packages/server/src/testing/raw-sql.ts'
import { openServiceLedger } from './claims.ts'
import { cpuTimesOf, familyOf, spentBetween } from './cpu-time.ts'
import { lineThrough } from './line.ts'
import type { Costs, Line } from './simulation.ts'

/** Claims of a statement, and how often it is measured in a round. */
const SIZES: readonly (readonly [claims: number, times: number])[] = [
  [1, 100],
  [8, 80],
  [64, 40],
  [256, 15],
]
const ROUNDS = 6

/** What statements of one size took, in seconds, on average. */
export interface SizeCosts {
  readonly claims: number
  readonly whole: number
  readonly node: number
  readonly database: number
  /** What less it took where commits do not wait for the disk. */
  readonly flush: number
  readonly wait: number
}

/** What statements cost here. */
export interface Calibration {
  readonly sizes: readonly SizeCosts[]
  readonly costs: Omit<Costs, 'http' | 'beside' | 'client'>
}

interface Block {
  readonly times: number[]
  node: number
  database: number
}

/**
 * Measures statements of the ledger: with and without waiting for the disk, sizes in turn, after a
 * round that does not count.
 *
 * @param db  Has one connection, to a PostgreSQL of this machine.
 */
export async function calibrate(db: RootDatabase, newClaim: () => Claim): Promise<Calibration> {
  const ledger = openServiceLedger(db)
  const family = await databaseProcesses(db)
  const durable = SIZES.map(newBlock)
  const quick = SIZES.map(newBlock)
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, [claims, times]] of SIZES.entries()) {
      for (const [mode, blocks] of [['on', durable] as const, ['off', quick] as const]) {
        await runRaw(db, `select set_config('synchronous_commit', '${mode}', false)`)
        const block = round === 0 ? newBlock() : blocks[i]
        const batches = Array.from({ length: times }, () =>
          Array.from({ length: claims }, newClaim),
        )
        if (block) await measureBlock(ledger, batches, family, block)
      }
    }
  }
  await runRaw(db, 'set synchronous_commit = on')
  const sizes = SIZES.map(([claims], i) => costsOf(claims, durable[i], quick[i]))
  const line = (part: keyof SizeCosts): Line =>
    lineThrough(sizes.map((size) => ({ ...size, seconds: size[part] })))
  const lines = { node: line('node'), database: line('database'), flush: line('flush') }
  return { sizes, costs: { ...lines, wait: line('wait'), noise: durable.flatMap(noiseOf) } }
}

/** The processes of the server that `db` is connected to. */
export async function databaseProcesses(db: RootDatabase): Promise<readonly number[]> {
  const rows = await runRaw<{ readonly pid: number }>(db, `select pg_backend_pid() as pid`)
  return familyOf(rows[0]?.pid ?? 0)
}

function newBlock(): Block {
  return { times: [], node: 0, database: 0 }
}

async function measureBlock(
  ledger: Ledger,
  batches: readonly (readonly Claim[])[],
  family: readonly number[],
  block: Block,
): Promise<void> {
  const before = await cpuTimesOf(family)
  const thread = process.threadCpuUsage()
  for (const batch of batches) {
    const begun = performance.now()
    await Promise.all(batch.map(ledger.record))
    block.times.push((performance.now() - begun) / 1000)
  }
  const { user, system } = process.threadCpuUsage(thread)
  block.node += (user + system) / 1e6
  block.database += spentBetween(before, await cpuTimesOf(family)).first
}

function costsOf(claims: number, durable = newBlock(), quick = newBlock()): SizeCosts {
  const count = durable.times.length
  const whole = meanOf(durable.times)
  const [node, database] = [durable.node / count, durable.database / count]
  const flush = Math.max(0, whole - meanOf(quick.times))
  const wait = Math.max(0, whole - node - database - flush)
  return { claims, whole, node, database, flush, wait }
}

function noiseOf({ times }: Block): number[] {
  const mean = meanOf(times)
  return times.map((time) => time / mean)
}

function meanOf(times: readonly number[]): number {
  return times.reduce((sum, time) => sum + time, 0) / times.length
}
