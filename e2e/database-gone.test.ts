import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import {
  type PostgresServer,
  startPostgres,
} from '../packages/server/src/testing/postgres-server.ts'
import { allDecisions, call, type Person, signUp, usedUnits } from './client.ts'
import { newFolder } from './places.ts'
import { type RunningServer, startServer, waitUntil } from './running-server.ts'
import { BATCH, openStream } from './stream.ts'

const CONNECTIONS = 8

/** Two seconds are promised; the rest is for a test machine that has more to do. */
const HEALTH_MS = 2500

describe('a PostgreSQL server that comes and goes', () => {
  const scope = new AsyncDisposableStack()
  let postgres: PostgresServer
  let servers: readonly [RunningServer, RunningServer]
  let person: Person

  before(async () => {
    postgres = await startPostgres('on')
    scope.defer(postgres.remove)
    const DATA_DIR = await newFolder(scope)
    const env = { DATA_DIR, DATABASE_URL: postgres.url, MAX_WORKERS: '1', LOG_LEVEL: 'fatal' }
    const quota = { ...env, MONTHLY_QUOTA: '1000000' }
    servers = await Promise.all([startServer(scope, quota), startServer(scope, quota)])
    person = await signUp(servers[0].url)
  })
  after(() => scope.disposeAsync())

  it('is brought up to date by one of two servers that start at once, and has one superuser', () => {
    const log = servers.map((server) => server.log()).join('\n')
    assert.equal(log.match(/superuser +admin, password \S+ \(made now/gu)?.length, 1)
    assert.equal(log.match(/superuser +admin \(made earlier\)/gu)?.length, 1)
  })

  it('stops amid a stream: 503, nothing lost, and all goes on when it is back', async () => {
    const [{ url }] = servers
    const stream = openStream(url, person.token, CONNECTIONS)
    await waitUntil('some hundred decisions', () => stream.answered.size > 200)
    await postgres.kill('SIGQUIT')
    await waitUntil('refusals', () => stream.refused.length > 20)
    for (const server of servers) await assertUnwell(server)
    await postgres.start()
    const before = stream.answered.size
    await waitUntil('decisions again', () => stream.answered.size > before + 200)
    await stream.end()

    assert.deepEqual(stream.broken, [])
    assert.deepEqual(new Set(stream.refused.map(kindOf)), new Set([UNAVAILABLE]))
    for (const server of servers) await assertWell(server)
    const stored = (await allDecisions(url, person.token)).map(({ decision_id }) => decision_id)
    const lost = [...stream.answered].filter((id) => !stored.includes(id))
    assert.deepEqual(lost, [], 'answered with 200, but not stored')
    assert.equal(await usedUnits(url, person.token), stored.length, 'units are decisions')
    // The commit whose answer broke with the connection: one request of each client at most.
    const unanswered = stored.length - stream.answered.size
    assert.ok(unanswered <= (CONNECTIONS / 2) * (1 + BATCH), `${unanswered} were not answered`)
  })

  it('stands still, connections open: health says so in time, and all goes on after', async () => {
    const [server] = servers
    const processes = processesBeside(servers)
    assert.ok(processes.length > 5)
    try {
      for (const pid of processes) process.kill(pid, 'SIGSTOP')
      await assertUnwell(server)
    } finally {
      for (const pid of processes) process.kill(pid, 'SIGCONT')
    }
    await waitUntil('health', async () => (await call(server.url, '/readyz')).status === 200)
    await assertWell(server)
    const json = { text: 'after all' }
    const { status } = await call(server.url, '/v1/classify', { token: person.token, json })
    assert.equal(status, 200)
  })
})

const UNAVAILABLE = '503 application/problem+json /problems/database-unavailable'

/** Status, media type and problem of an answer, as one text. */
function kindOf({ status, type, body }: Awaited<ReturnType<typeof call>>): string {
  return `${status} ${type.split(';')[0]} ${(body as { readonly type?: string }).type}`
}

interface Health {
  readonly status: string
  readonly checks: Readonly<
    Record<'database' | 'model' | 'migrations', { readonly status: string }>
  >
}

async function assertUnwell({ url }: RunningServer): Promise<void> {
  const started = performance.now()
  const { status, body } = await call<Health>(url, '/health_check')
  const ms = performance.now() - started
  assert.ok(ms < HEALTH_MS, `${ms} ms`)
  assert.equal(status, 503)
  assert.equal(body.status, 'failing')
  assert.equal(body.checks.database.status, 'unavailable')
  assert.equal(body.checks.model.status, 'ok')
  assert.equal((await call(url, '/readyz')).status, 503)
  assert.equal((await call(url, '/livez')).status, 200)
}

async function assertWell({ url }: RunningServer): Promise<void> {
  const { status, body } = await call<Health>(url, '/health_check')
  assert.deepEqual([status, body.status, body.checks.database.status], [200, 'ok', 'ok'])
  assert.equal((await call(url, '/readyz')).status, 200)
}

/** Every process that this one started but these servers: those of PostgreSQL. */
function processesBeside(servers: readonly RunningServer[]): readonly number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const rows = stdout
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/u).map(Number))
  const childrenOf = (wanted: number) =>
    rows.flatMap(([pid, parent]) => (parent === wanted && pid !== undefined ? pid : []))
  const isServer = (pid: number) => servers.some((server) => server.pid === pid)
  // `ps` itself is a child, too, but without children.
  const first = childrenOf(process.pid).filter(
    (pid) => !isServer(pid) && childrenOf(pid).length > 0,
  )
  return [...first, ...first.flatMap(childrenOf)]
}
