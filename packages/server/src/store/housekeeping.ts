import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Rows of one kind erased at a time, so that no statement holds its locks for long. */
const AT_ONCE = 5000

/** What is older than these moments is erased. */
export interface Ages {
  readonly now: Date
  readonly decisionsBefore: Date
  readonly answersBefore: Date
}

/**
 * Erases what has outlived its purpose: old decisions with their texts, sessions nobody refreshed,
 * answers kept for idempotency keys, forgotten failures. Several nodes may do it at once.
 *
 * @returns How many decisions went.
 */
export async function eraseOld(db: Database, ages: Ages): Promise<number> {
  await db.deleteFrom('log_in_failure').where('until', '<', ages.now).execute()
  await db.deleteFrom('session').where('expires_at', '<', ages.now).execute()
  await db.deleteFrom('idempotency').where('created_at', '<', ages.answersBefore).execute()
  return eraseDecisions(db, ages.decisionsBefore)
}

async function eraseDecisions(db: Database, before: Date): Promise<number> {
  let erased = 0
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      delete from decision where id in (
        select id from decision where created_at < ${before}
        limit ${sql.lit(AT_ONCE)} for update skip locked
      )`.execute(db)
    erased += Number(numAffectedRows)
    if (numAffectedRows < BigInt(AT_ONCE)) return erased
  }
}
