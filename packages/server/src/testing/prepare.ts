import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import pg from 'pg'
import { Secret } from '../security/secret.ts'
import { migrateUp } from '../store/migrate.ts'
import { openPostgres } from '../store/postgres.ts'
import type { Schema } from '../store/schema.ts'

/** Makes the migrated database that every test's own one is a copy of, on this server. */
export async function makeTemplate(serverUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  await client.query('create database hamlet_template')
  await client.end()
  const url = new URL(serverUrl)
  url.pathname = '/hamlet_template'
  const connection = { url: new Secret(url.href) }
  const { db, close } = await openPostgres({ kind: 'postgres', connection, pool: 2 }, 'maintenance')
  await migrateUp(db)
  await close()
}

/** Writes a migrated PGlite into `folder`. @returns The file. */
export async function dumpEmbedded(folder: string): Promise<string> {
  const pglite = await PGlite.create()
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) })
  await migrateUp(db)
  const dump = await pglite.dumpDataDir('none')
  const file = join(folder, 'embedded.tar')
  writeFileSync(file, new Uint8Array(await dump.arrayBuffer()))
  await db.destroy()
  return file
}
