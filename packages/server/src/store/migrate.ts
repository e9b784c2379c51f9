import * as fs from 'node:fs/promises'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { FileMigrationProvider, type MigrationInfo, Migrator } from 'kysely/migration'
import type { Database, RootDatabase } from './database.ts'

/** Where migrations lie: one file each, run in the order of their names. */
export const MIGRATIONS: string = fileURLToPath(new URL('./migrations', import.meta.url))

/** What a migration did. */
export interface MigrationStep {
  readonly name: string
  readonly direction: 'up' | 'down'
}

/** A migration did not run; those before it did. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
}

/** Brings the schema up to date, under a lock: of several nodes one works and the rest wait. */
export function migrateUp(db: RootDatabase): Promise<readonly MigrationStep[]> {
  return run(migratorOf(db).migrateToLatest())
}

/** Takes the newest migration back. */
export function migrateDown(db: RootDatabase): Promise<readonly MigrationStep[]> {
  return run(migratorOf(db).migrateDown())
}

/** Every migration there is, oldest first, with when it ran. */
export function migrationStatus(db: RootDatabase): Promise<readonly MigrationInfo[]> {
  return migratorOf(db).getMigrations()
}

/** Names of the migrations of this version of the program that have not run. */
export async function pendingMigrations(db: Database): Promise<readonly string[]> {
  const [{ rows }, files] = await Promise.all([
    sql<{ readonly name: string }>`select name from kysely_migration`.execute(db),
    fs.readdir(MIGRATIONS),
  ])
  const done = new Set(rows.map(({ name }) => name))
  return files.map((file) => path.parse(file).name).filter((name) => !done.has(name))
}

function migratorOf(db: RootDatabase): Migrator {
  const provider = new FileMigrationProvider({ fs, path, migrationFolder: MIGRATIONS })
  return new Migrator({ db, provider })
}

async function run(running: ReturnType<Migrator['migrateUp']>): Promise<readonly MigrationStep[]> {
  const { error, results = [] } = await running
  const failed = results.find(({ status }) => status === 'Error')
  if (error !== undefined) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new MigrationError(`${failed?.migrationName ?? 'migrating'}: ${reason}`, { cause: error })
  }
  return results.map(({ migrationName, direction }) => ({
    name: migrationName,
    direction: direction === 'Up' ? 'up' : 'down',
  }))
}
