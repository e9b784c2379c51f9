import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { openSqlClient } from '../packages/server/src/testing/run-sql.ts'
import { allDecisions, call, type Person, signUp, usedUnits } from './client.ts'
import { type Place, postgresPlace, WITHOUT_POSTGRES } from './places.ts'
import { type RunningServer, startServer, waitUntil } from './running-server.ts'

/** So long a statement may take; who is refused at once does not wait for it. */
const STATEMENT_MS = 4000

const JSON_TEXT = { text: 'win a prize' }

describe('a server whose database takes no decisions', { skip: WITHOUT_POSTGRES }, () => {
  const scope = new AsyncDisposableStack()
  let place: Place
  let server: RunningServer
  let person: Person

  before(async () => {
    place = await postgresPlace(scope)
    server = await startServer(scope, { ...place, MONTHLY_QUOTA: '1000000' })
    person = await signUp(server.url)
  })
  after(() => scope.disposeAsync())

  const classify = () => ask(server.url, '/v1/classify', person.token)

  it('503: refuses at once, says when to come again, and takes decisions when it can', async () => {
    assert.equal((await classify()).status, 200)
    const client = await openSqlClient(place['DATABASE_URL'] ?? '')
    await client.query('begin; lock table usage in exclusive mode')
    const held = classify()
    await setTimeout(100)
    const waiting = [classify(), classify()]
    await setTimeout(1100)
    const late = await Promise.all(Array.from({ length: 5 }, classify))
    for (const { status, type, retryAfter, ms } of late) {
      assert.deepEqual([status, type, retryAfter], [503, '/problems/overloaded', '1'])
      assert.ok(ms < STATEMENT_MS, `refused after ${ms} ms`)
    }
    for (const path of ['/livez', '/readyz', '/metrics', '/health_check']) {
      assert.equal((await call(server.url, path)).status, 200, path)
    }
    for (const { status, type } of await Promise.all(waiting)) {
      assert.deepEqual([status, type], [503, '/problems/overloaded'])
    }
    await client.query('commit')
    await client.end()
    // On a machine that has more to do the statement may have been given up before.
    const isHeldStored = (await held).status === 200
    await waitUntil('an answer with 200', async () => (await classify()).status === 200)
    const stored = await allDecisions(server.url, person.token)
    const expected = isHeldStored ? 3 : 2
    assert.equal(stored.length, expected)
    assert.equal(await usedUnits(server.url, person.token), expected)
  })
})

async function ask(url: string, path: string, token: string) {
  const begun = performance.now()
  const reply = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(JSON_TEXT),
  })
  const { type } = (await reply.json()) as { readonly type?: string }
  const retryAfter = reply.headers.get('retry-after')
  return { status: reply.status, type, retryAfter, ms: performance.now() - begun }
}
