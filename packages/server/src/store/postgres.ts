import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { DomainError } from '../domain/errors.ts'
import type { DatabaseSettings, OpenDatabase, PostgresConnection, Purpose } from './database.ts'
import type { Schema } from './schema.ts'

/**
 * How long one request may wait for a connection, and for an answer, in milliseconds. The server
 * gives a statement up before the driver does, so that what was refused here is not done there.
 */
const PATIENCE = { connectionTimeoutMillis: 3000, statement_timeout: 4000, query_timeout: 5000 }
/** Requests that may wait for a connection; past that one is refused at once. */
const MOST_WAITING = 1000

/**
 * Opens a pool of connections to PostgreSQL 15 or newer. Nothing is connected yet; a database that
 * is away makes each statement throw `database-unavailable` until it is back.
 */
export async function openPostgres(
  settings: Extract<DatabaseSettings, { kind: 'postgres' }>,
  purpose: Purpose,
): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    ...connectionOf(settings.connection),
    ...(purpose === 'serving' ? PATIENCE : { connectionTimeoutMillis: 10_000 }),
    max: settings.pool,
    keepAlive: true,
    application_name: 'hamlet',
  })
  // A connection that breaks reports to the statement that runs on it, and again as an event,
  // which would end the process if nobody listened.
  pool.on('error', ignore)
  pool.on('connect', (client) => client.on('error', ignore))
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: translating(pool) }) })
  return { db, kind: 'postgres', close: () => db.destroy() }
}

function ignore(): void {}

function connectionOf(connection: PostgresConnection): pg.PoolConfig {
  if ('url' in connection) return { connectionString: connection.url.reveal() }
  const { host, port, user, password, database } = connection
  return { host, port, user, database, password: password?.reveal() }
}

/** The pool, with every error that means "not now" turned into `database-unavailable`. */
function translating(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    connect: async () => {
      if (pool.waitingCount >= MOST_WAITING) throw new DomainError('overloaded', {})
      return translatingClient(await pool.connect().catch(refuse))
    },
    end: () => pool.end(),
  } as PostgresPool
}

function translatingClient(client: pg.PoolClient): PostgresPoolClient {
  let isBroken = false
  const query = async (sql: string, parameters: readonly unknown[]) => {
    try {
      return await client.query(sql, [...parameters])
    } catch (error) {
      if (!isUnavailable(error)) throw error
      isBroken = true
      throw new DomainError('database-unavailable', {}, { cause: error })
    }
  }
  // Nothing here streams rows, so the second form that Kysely's type has, with a cursor, is left out.
  const translated: unknown = { query, release: () => client.release(isBroken) }
  return translated as PostgresPoolClient
}

function refuse(error: unknown): never {
  throw new DomainError('database-unavailable', {}, { cause: error })
}

/**
 * Classes of SQLSTATE that say the server, not the statement, is at fault: 08 connection, 53
 * insufficient resources, 57 intervention (57014 is the timeout), 58 system error. Source:
 * PostgreSQL, appendix A.
 */
const SERVER_FAULT = /^(?:08|53|57|58)/u

/** Whether an error means that the database is away or overwhelmed, rather than that it said no. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // What does not come from the server (timeout, connection ended, EPIPE) has no SQLSTATE.
  return !(error instanceof pg.DatabaseError) || SERVER_FAULT.test(error.code ?? '')
}
