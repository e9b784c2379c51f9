import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseSettings } from '../../packages/server/src/settings.ts'
import type { OpenDatabase, RootDatabase } from '../../packages/server/src/store/database.ts'
import { openDatabase } from '../../packages/server/src/store/open-database.ts'
import { runInServer } from '../../packages/server/src/testing/databases.ts'
import {
  type PostgresServer,
  startPostgres,
} from '../../packages/server/src/testing/postgres-server.ts'
import type { Environment } from './running.ts'
import type { Stage } from './stage.ts'

/** Where the data of one server lies and how it serves, as settings. */
export type Place = Environment & { readonly DATA_DIR: string; readonly JWT_SECRET: string }

/** Settings of an embedded database in a new folder, which goes at the end. */
export async function embeddedPlace(stage: Stage): Promise<Place> {
  const folder = await stage.own(mkdtemp(join(tmpdir(), 'hamlet-bench-')), (made) =>
    rm(made, { recursive: true, force: true, maxRetries: 3 }),
  )
  return {
    APP_ENV: 'local',
    LOG_LEVEL: 'warn',
    BURST_PER_SECOND: '1000000',
    FIRST_SUPERUSER_PASSWORD: 'bench-only',
    JWT_SECRET: randomBytes(32).toString('hex'),
    DATA_DIR: folder,
  }
}

/**
 * Settings of a new database of a PostgreSQL server.
 *
 * @param processes  How many serve from it, however few cores there are; by default one per core.
 */
export async function postgresPlace(
  stage: Stage,
  server: PostgresServer,
  processes?: number,
): Promise<Place> {
  const name = `bench_${randomBytes(8).toString('hex')}`
  await runInServer(server.url, `create database ${name}`)
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return {
    ...(await embeddedPlace(stage)),
    DATABASE_URL: url.href,
    ...(processes !== undefined && { WORKERS_PER_CORE: '16', MAX_WORKERS: String(processes) }),
  }
}

/** A PostgreSQL server that calls fsync; it goes at the end. */
export function postgresServer(stage: Stage): Promise<PostgresServer> {
  return stage.own(startPostgres('on'), (server) => server.remove())
}

/** Works on the database of a place; on an embedded one while no server runs there. */
export async function onDatabase<Result>(
  stage: Stage,
  place: Place,
  work: (db: RootDatabase) => Promise<Result>,
): Promise<Result> {
  const opening = openDatabase(parseSettings(place).database, 'maintenance')
  const { db, close } = await stage.own(opening.then(closedOnce), (opened) => opened.close())
  try {
    return await work(db)
  } finally {
    await close()
  }
}

/** The stage closes it, too, and sooner when it ends before the work does. */
function closedOnce({ close, ...rest }: OpenDatabase): OpenDatabase {
  let closing: Promise<void> | undefined
  return {
    ...rest,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}
