import type { MonthlyLimit } from '../../packages/server/src/domain/account.ts'
import type { RootDatabase } from '../../packages/server/src/store/database.ts'
import { migrateUp } from '../../packages/server/src/store/migrate.ts'
import { type Credential, storeCallers } from './callers.ts'
import { type Load, type Loaded, loadServer } from './load.ts'
import { onDatabase, type Place } from './places.ts'
import { type Running, startServer } from './running.ts'
import type { Stage } from './stage.ts'

/** A Hamlet under measurement, whose answers are counted to be compared with what it stored. */
export interface Hamlet {
  readonly url: string
  readonly callers: readonly Credential[]
  readonly peakMegabytes: Running['peakMegabytes']
  readonly memory: Running['memory']
  readonly load: (load: Omit<Load, 'url'>) => Promise<Loaded>
  /** Stops it and counts what it stored. */
  readonly audit: () => Promise<Audit>
  /** The same for who loads it otherwise and counts the answers. */
  readonly stopAndCount: () => Promise<Stored>
}

/** What a server answered beside what it stored. */
export interface Audit extends Stored {
  /** Requests that were answered with 200. */
  readonly answered: number
  /** Requests that may have been on their way when a load ended: stored, perhaps, but not answered. */
  readonly cutOff: number
}

/** Decisions that a server stored since it was started. */
export interface Stored {
  readonly stored: number
  /** Units that accounts used, which must be as many. */
  readonly units: number
}

/** How a server is started. */
export interface HamletOptions {
  /** One for each account. */
  readonly limits: readonly MonthlyLimit[]
  /** Puts rows into the migrated database before the server starts. */
  readonly fill?: (db: RootDatabase) => Promise<void>
  /** Folder for profiles. */
  readonly profiles?: string | undefined
}

/** As many accounts without a limit. */
export function unlimited(count: number): readonly MonthlyLimit[] {
  return Array.from({ length: count }, () => ({ kind: 'none' }))
}

/** Fills a place, and starts Hamlet there. */
export async function startHamlet(
  stage: Stage,
  place: Place,
  { limits, fill, profiles }: HamletOptions,
): Promise<Hamlet> {
  const { callers, before } = await onDatabase(stage, place, async (db) => {
    await migrateUp(db)
    const credentials = await storeCallers(db, place.JWT_SECRET, limits, stage.signal)
    await fill?.(db)
    return { callers: credentials, before: await countStored(db) }
  })
  const program = { file: 'packages/server/src/cli.ts', args: ['serve'], env: place, profiles }
  const { url, stop, peakMegabytes, memory } = await startServer(stage, program)
  let answered = 0
  let cutOff = 0
  const load = async (wanted: Omit<Load, 'url'>) => {
    const loaded = await loadServer(stage, { ...wanted, url })
    answered += loaded.statuses['200'] ?? 0
    cutOff += wanted.amount === undefined ? wanted.connections : 0
    return loaded
  }
  const stopAndCount = async () => {
    await stop()
    const { stored, units } = await onDatabase(stage, place, countStored)
    return { stored: stored - before.stored, units: units - before.units }
  }
  const audit = async () => ({ answered, cutOff, ...(await stopAndCount()) })
  return { url, callers, peakMegabytes, memory, load, audit, stopAndCount }
}

async function countStored(db: RootDatabase): Promise<Stored> {
  const { stored } = await db
    .selectFrom('decision')
    .select(({ fn }) => fn.countAll().as('stored'))
    .executeTakeFirstOrThrow()
  const { units } = await db
    .selectFrom('usage')
    .select(({ fn }) => fn.sum('used').as('units'))
    .executeTakeFirstOrThrow()
  return { stored: Number(stored), units: Number(units ?? 0) }
}
