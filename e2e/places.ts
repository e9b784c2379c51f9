import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  freshPostgresDatabase,
  WITHOUT_POSTGRES,
} from '../packages/server/src/testing/databases.ts'
import type { Environment } from './running-server.ts'

export { WITHOUT_POSTGRES }

/** An empty folder that goes with its scope. */
export async function newFolder(scope: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hamlet-e2e-'))
  scope.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

/** Where the data of a server lies, as settings. */
export type Place = Environment & { readonly DATA_DIR: string }

/**
 * Settings of an embedded database in a folder of its own. It is migrated already where `npm test`
 * has one to copy: making one takes seconds.
 */
export async function embeddedPlace(scope: AsyncDisposableStack): Promise<Place> {
  const DATA_DIR = await newFolder(scope)
  const dump = process.env['TEST_PGLITE_DUMP']
  if (dump !== undefined) {
    const folder = join(DATA_DIR, 'database')
    await mkdir(folder)
    spawnSync('tar', ['-xf', dump, '-C', folder])
  }
  return { DATA_DIR }
}

/** Settings of a migrated PostgreSQL database of its own, and of one process that serves from it. */
export async function postgresPlace(scope: AsyncDisposableStack): Promise<Place> {
  const DATA_DIR = await newFolder(scope)
  const { url, drop } = await freshPostgresDatabase()
  scope.defer(drop)
  return { DATA_DIR, DATABASE_URL: url, MAX_WORKERS: '1' }
}

/** A place for tests that could be on either: a server starts much sooner on PostgreSQL. */
export function anyPlace(scope: AsyncDisposableStack): Promise<Place> {
  return WITHOUT_POSTGRES ? embeddedPlace(scope) : postgresPlace(scope)
}
