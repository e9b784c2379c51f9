import type { Kysely, Transaction } from 'kysely'
import type { Secret } from '../security/secret.ts'
import type { Schema } from './schema.ts'

/** The database itself, on which transactions are begun. */
export type RootDatabase = Kysely<Schema>

/** Where statements go: the database itself, or a transaction. Inside one, use only that one. */
export type Database = RootDatabase | Transaction<Schema>

/** A database that was opened and must be closed. */
export interface OpenDatabase {
  readonly db: RootDatabase
  readonly kind: 'embedded' | 'postgres'
  readonly close: () => Promise<void>
}

/** What is being done to it: serving refuses to wait long, maintenance waits for its lock. */
export type Purpose = 'serving' | 'maintenance'

/** Where the service's data lies. */
export type DatabaseSettings =
  | { readonly kind: 'embedded'; readonly folder: string }
  | {
      readonly kind: 'postgres'
      readonly connection: PostgresConnection
      /** Connections of one process. */
      readonly pool: number
    }

/** How PostgreSQL is reached: a URL, or its parts, never pasted together. */
export type PostgresConnection =
  | { readonly url: Secret }
  | {
      readonly host: string
      readonly port: number
      readonly user: string
      readonly password: Secret | undefined
      readonly database: string
    }
