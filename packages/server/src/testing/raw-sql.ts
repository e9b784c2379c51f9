import { sql } from 'kysely'
import type { Database } from '../store/database.ts'

/** Runs a statement that somebody wrote here, never one made of what came from outside. @returns Its rows. */
export async function runRaw<Row>(db: Database, statement: string): Promise<readonly Row[]> {
  const { rows } = await sql.raw<Row>(statement).execute(db)
  return rows
}
