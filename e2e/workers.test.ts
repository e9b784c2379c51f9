import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { ADMIN, ADMIN_SETTINGS } from './admin.ts'
import { allDecisions, call, logIn, type Person, signUp, usedUnits } from './client.ts'
import { holdRequest } from './held-request.ts'
import { isAlive, linesOf, listening } from './log-lines.ts'
import { type Place, postgresPlace, WITHOUT_POSTGRES } from './places.ts'
import { type RunningServer, runHamlet, startServer, waitUntil } from './running-server.ts'
import { openStream } from './stream.ts'

const WORKERS = 4
const SETTINGS = {
  ...ADMIN_SETTINGS,
  // Its log is lines of JSON, and each says which process wrote it.
  APP_ENV: 'test',
  JWT_SECRET: '6a4e1f0b'.repeat(8),
  ...{ WORKERS_PER_CORE: '16', MAX_WORKERS: `${WORKERS}`, DATABASE_POOL: '4' },
}

/** Enough that each worker is asked: they take turns in taking connections. */
const ROUNDS = WORKERS * 6

interface Traffic {
  readonly total: {
    readonly requests: number
    readonly texts: number
    readonly status_429: number
  }
}

describe('several processes on PostgreSQL', { skip: WITHOUT_POSTGRES }, () => {
  const scope = new AsyncDisposableStack()
  let place: Place
  let server: RunningServer

  before(async () => {
    place = await postgresPlace(scope)
    server = await startServer(scope, { ...place, ...SETTINGS })
    await waitUntil('all workers listening', () => listening(server).length === WORKERS)
  })
  after(() => scope.disposeAsync())

  it('are as many as the settings want, and none is the first one', () => {
    const pids = listening(server)
    assert.equal(new Set(pids).size, WORKERS)
    assert.ok(!pids.includes(server.pid))
    assert.ok(pids.every(isAlive))
  })

  it('take exactly ten units of an account that is asked for two hundred at once', async () => {
    const { url } = server
    const { token } = await signUp(url)
    const json = { text_message: 'all at once' }
    const answers = await Promise.all(
      Array.from({ length: 200 }, () =>
        call<{ readonly month_used_amount: number }>(url, '/predict_sentiment', { token, json }),
      ),
    )
    const granted = answers.filter(({ status }) => status === 200)
    const amounts = granted.map(({ body }) => body.month_used_amount).sort((a, b) => a - b)
    assert.deepEqual(amounts, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    assert.equal(answers.filter(({ status }) => status === 429).length, 190)
    assert.equal(await usedUnits(url, token), 10)
    assert.equal((await allDecisions(url, token)).length, 10)
    assert.equal(new Set(answering(server, '/predict_sentiment')).size, WORKERS)
  })

  it('know the tokens that any one of them made', async () => {
    const { url } = server
    const { username, password } = await signUp(url)
    const tokens = await Promise.all(
      Array.from({ length: WORKERS }, () => logIn(url, username, password)),
    )
    for (const token of tokens) {
      assert.deepEqual(await statuses(url, token), Array(ROUNDS).fill(200))
    }
    assert.equal(new Set(answering(server, '/users/whoami')).size, WORKERS)
  })

  it('count together', async () => {
    const { url } = server
    const counts = await Promise.all(
      Array.from({ length: WORKERS }, async () => {
        const { body } = await call<string>(url, '/metrics', alone({}))
        return { decisions: sumOf(body, 'hamlet_decisions_total'), asked: predictionsOf(body) }
      }),
    )
    assert.deepEqual(counts, Array(WORKERS).fill({ decisions: 10, asked: 200 }))
  })

  it('tell an administrator the traffic of all of them', async () => {
    const { url } = server
    const token = await logIn(url, ADMIN.username, ADMIN.password)
    const totals = []
    for (let i = 0; i < WORKERS; i++) {
      const { body } = await call<Traffic>(url, '/v1/traffic', { token, ...alone({}) })
      totals.push(body.total)
    }
    assert.deepEqual(
      totals.map(({ texts, status_429: refused }) => [texts, refused]),
      Array(WORKERS).fill([10, 190]),
    )
    const requests = totals.map(({ requests: all }) => all)
    assert.deepEqual(
      requests.map((all) => all - (requests[0] ?? 0)),
      [...Array(WORKERS).keys()],
      'each sees the requests before it, whichever worker answered',
    )
  })

  describe('while one waits for the other', { concurrency: 2 }, () => {
    it('all refuse an API key within six seconds of its revocation', async () => {
      const { url } = server
      const { token } = await signUp(url)
      const made = await call<{ readonly id: string; readonly key: string }>(
        url,
        '/users/me/keys',
        {
          token,
          json: { name: 'a key', scopes: ['account'] },
        },
      )
      const { id, key } = made.body
      assert.deepEqual(await statuses(url, key), Array(ROUNDS).fill(200))
      const revoked = await call(url, `/users/me/keys/${id}`, { token, method: 'DELETE' })
      assert.equal(revoked.status, 204)
      await setTimeout(6000)
      assert.deepEqual(await statuses(url, key), Array(ROUNDS).fill(401))
    })

    it('say so when the port is taken, and do not try for ever', async () => {
      const LOCAL_PORT = String(server.port)
      const other = await runHamlet(['serve'], {
        ...place,
        ...SETTINGS,
        MAX_WORKERS: '2',
        LOCAL_PORT,
      })
      assert.equal(other.status, 1)
      assert.match(other.stderr, new RegExp(`127.0.0.1:${LOCAL_PORT} is in use`, 'u'))
    })
  })

  it('are replaced when they are killed, and the others go on', async () => {
    const { url } = server
    const { token } = await signUp(url)
    const [victim = 0] = listening(server)
    process.kill(victim, 'SIGKILL')
    await waitUntil('a new worker', async () => {
      // A connection that the killed worker had just been handed dies with it.
      const reply = await call<string>(url, '/metrics', alone({})).catch(() => undefined)
      if (reply === undefined) return false
      assert.match(reply.body, /^hamlet_http_request_duration_seconds_count/mu, 'metrics go on')
      return listening(server).length === WORKERS + 1
    })
    assert.ok(!isAlive(victim))
    assert.equal(listening(server).filter(isAlive).length, WORKERS)
    assert.deepEqual(await statuses(url, token), Array(ROUNDS).fill(200))
  })

  it('leave no request hanging that one was handed and killed before it took it', async () => {
    const { url } = server
    const listened = listening(server).length
    const victim = listening(server).findLast(isAlive) ?? 0
    process.kill(victim, 'SIGSTOP')
    const asked = Array.from({ length: ROUNDS }, () =>
      call(url, '/livez', { ...alone({}), within: 20_000 }).then(
        ({ status }) => status,
        (error: Error) => error.name,
      ),
    )
    // The others answer all but the one that is given to the worker that stands still.
    await waitUntil('the answers of the others', async () => (await settledOf(asked)) >= ROUNDS - 1)
    assert.equal(await settledOf(asked), ROUNDS - 1)
    process.kill(victim, 'SIGKILL')
    const outcomes = (await Promise.all(asked)).map(String).sort()
    assert.deepEqual(outcomes, [...Array(ROUNDS - 1).fill('200'), 'TypeError'])
    await waitUntil('a new worker', () => listening(server).length > listened)
  })

  it('finish what is in flight when the first one is told to stop, and record it', async () => {
    const { url } = server
    const person = await withoutLimit(server, await signUp(url))
    const stream = openStream(url, person.token, 8)
    await waitUntil('some decisions', () => stream.answered.size > 200)
    const texts = Array.from({ length: 1000 }, (_, i) => `text ${i} of a long batch`)
    const long = await Promise.all(
      Array.from({ length: WORKERS }, () =>
        holdRequest(`${url}/v1/classify/batch`, person.token, { texts }),
      ),
    )
    const [{ status }, ...answers] = await Promise.all([
      server.stop(),
      ...long.map(({ send }) => send()),
    ])
    await stream.end()
    assert.equal(status, 0)
    assert.deepEqual(
      answers.map((answer) => answer.status),
      Array(WORKERS).fill(200),
    )
    assert.deepEqual(stream.refused, [])
    assert.deepEqual(listening(server).filter(isAlive), [])

    const again = await startServer(scope, { ...place, ...SETTINGS, MAX_WORKERS: '1' })
    const recorded = await usedUnits(again.url, person.token)
    assert.equal(recorded, stream.answered.size + WORKERS * texts.length, 'none without its answer')
  })
})

/** Process ids of those that answered requests for a route. */
function answering(server: RunningServer, wanted: string): readonly number[] {
  return linesOf(server).flatMap(({ route, pid }) => (route === wanted ? pid : []))
}

/** A call on a connection of its own, which any worker may take. */
function alone(headers: Readonly<Record<string, string>>) {
  return { headers: { ...headers, connection: 'close' } }
}

/** What all workers say to a credential. */
function statuses(url: string, credential: string): Promise<number[]> {
  const headers = { authorization: `Bearer ${credential}` }
  return Promise.all(
    Array.from(
      { length: ROUNDS },
      async () => (await call(url, '/users/whoami', alone(headers))).status,
    ),
  )
}

/** How many of some promises are settled. */
async function settledOf(promises: readonly Promise<unknown>[]): Promise<number> {
  const pending = Symbol()
  const states = promises.map((promise) => Promise.race([promise, Promise.resolve(pending)]))
  return (await Promise.all(states)).filter((state) => state !== pending).length
}

async function withoutLimit({ url }: RunningServer, person: Person): Promise<Person> {
  const token = await logIn(url, ADMIN.username, ADMIN.password)
  const json = { monthly_limit: null }
  const { status } = await call(url, `/users/${person.id}`, { method: 'PATCH', token, json })
  assert.equal(status, 200)
  return person
}

/** The sum over all labels of a counter. */
function sumOf(metrics: string, name: string): number {
  const values = metrics.matchAll(new RegExp(`^${name}\\{.*\\} (\\d+)$`, 'gmu'))
  return [...values].reduce((sum, [, value]) => sum + Number(value), 0)
}

function predictionsOf(metrics: string): number {
  const lines = metrics.split('\n').filter((line) => line.includes('route="/predict_sentiment"'))
  return sumOf(lines.join('\n'), 'hamlet_http_request_duration_seconds_count')
}
