import { sql } from 'kysely'
import type { Database } from '../store/database.ts'

/** How many rows each table has, so that a test can show what was stored, and that nothing was. */
export async function countRows(db: Database): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ readonly name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db)
  const counts: Record<string, number> = {}
  for (const { name } of rows) {
    const { rows: counted } = await sql<{ readonly count: number }>`
      select count(*)::integer as count from ${sql.table(name)}`.execute(db)
    counts[name] = counted[0]?.count ?? 0
  }
  return counts
}
