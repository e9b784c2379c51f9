import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { ADMIN_SETTINGS } from './admin.ts'
import { allDecisions, call, signUp, usedUnits } from './client.ts'
import { isAlive, linesOf, listening } from './log-lines.ts'
import { type Place, postgresPlace, WITHOUT_POSTGRES } from './places.ts'
import { type RunningServer, startServer, waitUntil } from './running-server.ts'
import { openStream } from './stream.ts'

const WORKERS = 2

describe('SIGHUP', { skip: WITHOUT_POSTGRES }, () => {
  const scope = new AsyncDisposableStack()
  let place: Place
  let server: RunningServer

  const workers = () => listening(server).filter(isAlive)
  const count = (text: RegExp) => linesOf(server).filter(({ msg }) => text.test(msg)).length

  before(async () => {
    place = await postgresPlace(scope)
    await writeFile(join(place.DATA_DIR, '.env'), 'LOG_LEVEL=info\n')
    server = await startServer(scope, {
      ...place,
      ...{ APP_ENV: 'test', JWT_SECRET: '6a4e1f0b'.repeat(8), MONTHLY_QUOTA: '1000000' },
      ...ADMIN_SETTINGS,
      ...{ WORKERS_PER_CORE: '16', MAX_WORKERS: `${WORKERS}`, DATABASE_POOL: '4' },
      ENV_FILE: join(place.DATA_DIR, '.env'),
    })
    await waitUntil('all workers listening', () => workers().length === WORKERS)
  })
  after(() => scope.disposeAsync())

  it('replaces every worker under load, and no request fails', async () => {
    const { url } = server
    const { token } = await signUp(url)
    const stream = openStream(url, token, 8)
    const seldom = openSeldom(url)
    await waitUntil('some decisions', () => stream.answered.size > 200)
    const before = workers()
    server.signal('SIGHUP')
    await waitUntil('the end of the restart', () => count(/^restarted/u) === 1)
    const answered = stream.answered.size
    await waitUntil('more decisions', () => stream.answered.size > answered + 200)
    await stream.end()
    await waitUntil('an answer of a new worker', () => seldom.said.at(-1) === 'keep-alive')
    await seldom.end()
    assert.deepEqual(new Set(seldom.said), new Set(['keep-alive', 'close']))
    assert.deepEqual(before.filter(isAlive), [])
    assert.equal(workers().length, WORKERS)
    assert.deepEqual([...stream.refused, ...stream.broken], [])
    assert.equal(await usedUnits(url, token), stream.answered.size)
    const stored = (await allDecisions(url, token)).map(({ decision_id }) => decision_id)
    assert.deepEqual(new Set(stored), stream.answered)
  })

  it('leaves the old workers where a new one cannot serve', async () => {
    const before = workers()
    await writeFile(join(place.DATA_DIR, '.env'), 'RETENTION_DAYS=none\n')
    server.signal('SIGHUP')
    await waitUntil('the end of the restart', () => count(/^the restart is given up/u) === 1)
    assert.deepEqual(workers(), before)
    assert.equal((await call(server.url, '/readyz')).status, 200)
  })
})

/**
 * A client that keeps one connection, and is idle on it most of the time. `said` is what its answers
 * say of their connection, each change.
 */
function openSeldom(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const said: string[] = []
  let isEnding = false
  const run = async () => {
    while (!isEnding) {
      const connection = await touch(url, agent)
      if (connection !== said.at(-1)) said.push(connection)
      await setTimeout(500)
    }
  }
  const running = run().finally(() => agent.destroy())
  running.catch(() => {})
  /** @throws {Error} An answer was missing. */
  const end = async () => {
    isEnding = true
    await running
  }
  return { said, end }
}

/** @returns What the answer says of its connection. */
function touch(url: string, agent: Agent): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const sending = request(`${url}/livez`, { agent }, (answer) => {
    text(answer).then(() => resolve(answer.headers.connection ?? ''), reject)
  })
  sending.on('error', reject).end()
  return promise
}
