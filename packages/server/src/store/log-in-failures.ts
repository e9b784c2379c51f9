import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Wrong passwords of late that concern one account or one address. */
export interface LogInFailures {
  readonly failures: number
  /** When they are forgotten. */
  readonly until: Date
}

/** How often somebody failed, by each of `subjects` (SHA-256), in their order. */
export async function findLogInFailures(
  db: Database,
  subjects: readonly Uint8Array[],
  now: Date,
): Promise<readonly LogInFailures[]> {
  const rows = await db
    .selectFrom('log_in_failure')
    .selectAll()
    .where('subject', 'in', subjects)
    .where('until', '>', now)
    .execute()
  return subjects.map((subject) => {
    const row = rows.find((candidate) => Buffer.compare(candidate.subject, subject) === 0)
    return row ?? { failures: 0, until: now }
  })
}

/** Counts one more failure for each of `subjects`; a window begins with its first one. */
export async function addLogInFailure(
  db: Database,
  subjects: readonly Uint8Array[],
  now: Date,
  windowMs: number,
): Promise<void> {
  const until = new Date(now.getTime() + windowMs)
  const inOrder = [...subjects].sort(Buffer.compare)
  await db
    .insertInto('log_in_failure')
    .values(inOrder.map((subject) => ({ subject, failures: 1, until })))
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet({
        failures: sql`case when log_in_failure.until > ${now} then log_in_failure.failures + 1 else 1 end`,
        until: sql`case when log_in_failure.until > ${now} then log_in_failure.until else ${until} end`,
      }),
    )
    .execute()
}

/** Forgets the failures of a subject. */
export async function clearLogInFailures(db: Database, subject: Uint8Array): Promise<void> {
  await db.deleteFrom('log_in_failure').where('subject', '=', subject).execute()
}
