import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Asks the database for nothing, to see whether it answers. @throws {DomainError} `database-unavailable` */
export async function touchDatabase(db: Database): Promise<void> {
  await sql`select 1`.execute(db)
}
