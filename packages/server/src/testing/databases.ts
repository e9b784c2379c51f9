import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { Secret } from '../security/secret.ts'
import type { DatabaseSettings, OpenDatabase } from '../store/database.ts'
import { migrateUp } from '../store/migrate.ts'
import { openPglite } from '../store/pglite.ts'
import { openPostgres } from '../store/postgres.ts'

/** The PostgreSQL server that tests may make databases in; `npm test` starts one and says so here. */
export const POSTGRES_SERVER: string | undefined = process.env['TEST_POSTGRES']

/** Which database this run of the tests is on: `npm test` runs them on both. */
export const DATABASE_KIND: OpenDatabase['kind'] =
  process.env['TEST_DATABASE'] === 'postgres' ? 'postgres' : 'embedded'

/** Why a test that needs PostgreSQL is left out, for its `skip`; false where there is one. */
export const WITHOUT_POSTGRES: string | false =
  POSTGRES_SERVER === undefined && 'there is no PostgreSQL: run it with `npm test`'

/** A migrated PGlite, dumped by `npm test` so that not every file has to make one. */
const DUMP = process.env['TEST_PGLITE_DUMP']

/** An empty, migrated database of its own; opening one takes up to a second: share it in a file. */
export async function freshDatabase(): Promise<OpenDatabase> {
  if (DATABASE_KIND === 'postgres') return freshPostgres()
  if (DUMP !== undefined) return openPglite({ loadDataDir: new Blob([readFileSync(DUMP)]) })
  const opened = await openPglite({})
  await migrateUp(opened.db)
  return opened
}

async function freshPostgres(): Promise<OpenDatabase> {
  const { settings, drop } = await freshPostgresDatabase()
  const opened = await openPostgres(settings, 'serving')
  const close = async () => {
    await opened.close()
    await drop()
  }
  return { ...opened, close }
}

/** A migrated database of its own on the tests' PostgreSQL server, as settings and as a URL. */
export async function freshPostgresDatabase() {
  if (POSTGRES_SERVER === undefined) throw new Error('TEST_POSTGRES names no server')
  const server = POSTGRES_SERVER
  const name = `t_${randomBytes(8).toString('hex')}`
  await runInServer(server, `create database ${name} template hamlet_template`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const settings = {
    kind: 'postgres',
    connection: { url: new Secret(url.href) },
    pool: 4,
  } as const satisfies DatabaseSettings
  return {
    settings,
    url: url.href,
    drop: () => runInServer(server, `drop database ${name} (force)`),
  }
}

/** Runs a statement on a PostgreSQL server, over a connection of its own. */
export async function runInServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
