import { type RawBuilder, sql } from 'kysely'
import type { DecisionId } from '../domain/units.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/** Rows of one kind erased at a time, so that no statement holds its locks for long. */
const AT_ONCE = 5000

/** What is older than these moments is erased. */
export interface Ages {
  readonly now: Date
  readonly decisionsBefore: Date
  /** By it they are found: ids begin with the time they were made at. */
  readonly idsBefore: DecisionId
  readonly answersBefore: Date
  /** `YYYY-MM`. */
  readonly sitesBefore: string
}

/**
 * Erases what has outlived its purpose: old decisions and reports with their texts, months of sites,
 * sessions nobody refreshed, answers kept for idempotency keys, forgotten failures. Several nodes may do it at once.
 *
 * @returns How many decisions went.
 */
export async function eraseOld(db: Database, ages: Ages): Promise<number> {
  await erase(db, 'log_in_failure', sql`until < ${ages.now}`)
  await erase(db, 'session', sql`expires_at < ${ages.now}`)
  await erase(db, 'idempotency', sql`created_at < ${ages.answersBefore}`)
  const { decisionsBefore, idsBefore } = ages
  await erase(db, 'report', sql`id < ${idsBefore} and created_at < ${decisionsBefore}`)
  await erase(db, 'site_usage', sql`month < ${ages.sitesBefore}`)
  return erase(db, 'decision', sql`id < ${idsBefore} and created_at < ${decisionsBefore}`)
}

/** Rows that somebody holds stay until the next time: waiting for them could end in a deadlock. */
async function erase(
  db: Database,
  table: keyof Schema,
  isOld: RawBuilder<unknown>,
): Promise<number> {
  let erased = 0
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table)} where ctid = any (array(
        select ctid from ${sql.table(table)} where ${isOld}
        limit ${sql.lit(AT_ONCE)} for update skip locked
      ))`.execute(db)
    erased += Number(numAffectedRows)
    if (numAffectedRows < BigInt(AT_ONCE)) return erased
  }
}
