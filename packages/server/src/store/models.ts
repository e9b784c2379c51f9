import { sql } from 'kysely'
import type { ModelVersion } from '../domain/units.ts'
import type { Database, RootDatabase } from './database.ts'

/** A stored model: the bytes of its file, by the name that its own hash gives it. */
export interface StoredModel {
  readonly version: ModelVersion
  readonly bytes: Uint8Array
}

/** Keeps a model, so that what it decides can be explained later; nothing happens if it is there. */
export async function keepModel(
  db: Database,
  { version, bytes }: StoredModel,
  origin: 'file' | 'trained',
  now: Date,
): Promise<void> {
  const isKept = await db
    .selectFrom('model')
    .select('version')
    .where('version', '=', version)
    .executeTakeFirst()
  if (isKept !== undefined) return
  await db
    .insertInto('model')
    .values({ version, origin, bytes, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The model of that version. */
export async function findModel(
  db: Database,
  version: ModelVersion,
): Promise<StoredModel | undefined> {
  return db
    .selectFrom('model')
    .select(['version', 'bytes'])
    .where('version', '=', version)
    .executeTakeFirst()
}

/** The versions that were kept last, the newest first: at most `limit`. */
export async function listModelVersions(
  db: Database,
  limit: number,
): Promise<readonly ModelVersion[]> {
  const rows = await db
    .selectFrom('model')
    .select('version')
    .orderBy('created_at', 'desc')
    .orderBy('version')
    .limit(limit)
    .execute()
  return rows.map(({ version }) => version)
}

/** When a model was first kept. */
export async function findKeptAt(db: Database, version: ModelVersion): Promise<Date | undefined> {
  const row = await db
    .selectFrom('model')
    .select('created_at')
    .where('version', '=', version)
    .executeTakeFirst()
  return row?.created_at
}

/** The model that was trained last, when there was no file. */
export async function findTrainedModel(db: Database): Promise<StoredModel | undefined> {
  return db
    .selectFrom('model')
    .select(['version', 'bytes'])
    .where('origin', '=', 'trained')
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
}

/** Any constant that is not Kysely's own; it says "one node trains a model". */
const TRAINING_LOCK = 4_731_952_006_104

/** Runs `work` while no other node runs such work; the others wait for it. */
export function withTrainingLock<Result>(
  db: RootDatabase,
  work: (tx: Database) => Promise<Result>,
): Promise<Result> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(TRAINING_LOCK)})`.execute(tx)
    return work(tx)
  })
}
