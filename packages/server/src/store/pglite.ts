import type { PGlite, PGliteOptions } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import type { OpenDatabase } from './database.ts'
import { type Ask, type Done, startPgliteThread } from './pglite-threads.ts'
import type { Schema } from './schema.ts'

/**
 * Opens a PGlite in a thread of its own, so that requests are read while it works: in a folder, or in
 * memory, perhaps from a dump.
 *
 * When its thread has died, each statement throws `database-unavailable`.
 */
export async function openPglite(options: PGliteOptions): Promise<OpenDatabase> {
  const { ask, end } = await startPgliteThread(options)
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite: likePglite(ask) }) })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= db.destroy().then(end)
    return closing
  }
  return { db, kind: 'embedded', close }
}

type Query = (sql: string, parameters: readonly unknown[]) => Promise<Done>

/**
 * As much of a PGlite as Kysely's dialect uses. Kysely lets one in at a time, from the beginning of a
 * transaction to its end.
 */
function likePglite(ask: Ask): PGlite {
  const query: Query = (sql, parameters) => ask({ kind: 'query', sql, parameters })
  const transaction = async (work: (tx: { readonly query: Query }) => Promise<void>) => {
    await query('begin', [])
    try {
      await work({ query })
      await query('commit', [])
    } catch (error) {
      await query('rollback', [])
      throw error
    }
  }
  const part: unknown = { ready: true, closed: false, query, transaction, close: async () => {} }
  return part as PGlite
}
