import assert from 'node:assert/strict'
import {
  type PostgresServer,
  startPostgres,
} from '../../packages/server/src/testing/postgres-server.ts'
import { runSql } from '../../packages/server/src/testing/run-sql.ts'
import { ADMIN_SETTINGS } from '../admin.ts'
import { call, signUp } from '../client.ts'
import { isAlive, listening } from '../log-lines.ts'
import { newFolder } from '../places.ts'
import { type RunningServer, startServer, waitUntil } from '../running-server.ts'
import { type DatabaseProxy, openProxy } from './proxy.ts'

/** Somebody in whose name requests are sent. */
export interface Account {
  readonly id: string
  /** An API key. */
  readonly credential: string
}

/** What faults are done to: a server of two workers, its database, and a proxy in between. */
export interface Stand {
  readonly postgres: PostgresServer
  readonly proxy: DatabaseProxy
  readonly accounts: readonly Account[]
  /** The address of the server; it stays the same when the server is started again. */
  readonly url: string
  readonly server: () => RunningServer
  /** Process ids of the workers that listen now. */
  readonly workers: () => readonly number[]
  /** Starts the server again at its address after it was killed. */
  readonly restart: () => Promise<void>
  /** Runs a statement on the database, not through the proxy. */
  readonly sql: <Row extends object>(
    statement: string,
    values?: readonly unknown[],
  ) => Promise<readonly Row[]>
}

export const WORKERS = 2
const ACCOUNTS = 5

/** Opens the stand, with commits that reach the disk; the scope takes it down. */
export async function openStand(scope: AsyncDisposableStack): Promise<Stand> {
  const postgres = await startPostgres('on')
  scope.defer(postgres.remove)
  const direct = new URL(postgres.url)
  const proxy = await openProxy(scope, Number(direct.port))
  const behindProxy = new URL(direct)
  behindProxy.port = String(proxy.port)
  const env = {
    DATA_DIR: await newFolder(scope),
    DATABASE_URL: behindProxy.href,
    ...{ WORKERS_PER_CORE: '16', MAX_WORKERS: `${WORKERS}`, DATABASE_POOL: '4' },
    ...{ MONTHLY_QUOTA: '1000000', JWT_SECRET: '6a4e1f0b'.repeat(8) },
    // Its log is lines of JSON, and each says which process wrote it.
    ...{ APP_ENV: 'test', ...ADMIN_SETTINGS },
  }
  let server = await startServer(scope, env)
  const { url, port } = server
  const workers = () => listening(server).filter(isAlive)
  const areListening = () => waitUntil('all workers listening', () => workers().length === WORKERS)
  const restart = async () => {
    server = await startServer(scope, { ...env, LOCAL_PORT: String(port) })
    await areListening()
  }
  await areListening()
  const accounts = await Promise.all(Array.from({ length: ACCOUNTS }, () => openAccount(url)))
  const sql: Stand['sql'] = (statement, values) => runSql(direct.href, statement, values)
  return { postgres, proxy, accounts, url, server: () => server, workers, restart, sql }
}

async function openAccount(url: string): Promise<Account> {
  const { id, token } = await signUp(url)
  const json = { name: 'faults', scopes: ['spam_ml'] }
  const { status, body } = await call<{ readonly key: string }>(url, '/users/me/keys', {
    token,
    json,
  })
  assert.equal(status, 201)
  return { id, credential: body.key }
}

/** The server takes turns in giving connections to workers, so that these reach each of them. */
const ASKED = WORKERS * 4

/** Waits until every worker is there and says that it can serve. */
export async function untilReady(stand: Stand): Promise<void> {
  await waitUntil('all workers listening', () => stand.workers().length === WORKERS)
  await waitUntil('readiness', async () => {
    const answers = await Promise.all(Array.from({ length: ASKED }, () => isReady(stand)))
    return answers.every(Boolean)
  })
}

function isReady({ url }: Stand): Promise<boolean> {
  const headers = { connection: 'close' }
  return call(url, '/readyz', { headers, within: 5000 }).then(
    ({ status }) => status === 200,
    () => false,
  )
}
