import type { Kysely, Transaction } from 'kysely'
import type { DatabaseSettings } from '../settings.ts'
import { openEmbedded } from './embedded.ts'
import { openPostgres } from './postgres.ts'
import type { Schema } from './schema.ts'

/** Where statements go: the database itself, or a transaction. Inside one, use only that one. */
export type Database = Kysely<Schema> | Transaction<Schema>

/** A database that was opened and must be closed. */
export interface OpenDatabase {
  readonly db: Kysely<Schema>
  readonly kind: 'embedded' | 'postgres'
  readonly close: () => Promise<void>
}

/** What is being done to it: serving refuses to wait long, maintenance waits for its lock. */
export type Purpose = 'serving' | 'maintenance'

/**
 * Opens the database that the settings name.
 *
 * @throws {DataFolderError} The embedded one's folder is used by another process.
 */
export function openDatabase(settings: DatabaseSettings, purpose: Purpose): Promise<OpenDatabase> {
  return settings.kind === 'embedded'
    ? openEmbedded(settings.folder)
    : openPostgres(settings, purpose)
}
