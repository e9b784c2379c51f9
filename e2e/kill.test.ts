import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { allDecisions, signUp, usedUnits } from './client.ts'
import { embeddedPlace, type Place, postgresPlace, WITHOUT_POSTGRES } from './places.ts'
import { startServer, waitUntil } from './running-server.ts'
import { BATCH, openStream } from './stream.ts'

const CONNECTIONS = 8

describe('SIGKILL amid a stream of decisions', () => {
  it('loses none that was answered, on the embedded database', () => killAmidStream(embeddedPlace))

  it('loses none that was answered, on PostgreSQL', { skip: WITHOUT_POSTGRES }, () =>
    killAmidStream(postgresPlace),
  )
})

async function killAmidStream(placeOf: (scope: AsyncDisposableStack) => Promise<Place>) {
  await using scope = new AsyncDisposableStack()
  const env = { ...(await placeOf(scope)), MONTHLY_QUOTA: '1000000' }
  const first = await startServer(scope, { ...env, LOG_LEVEL: 'warn' })
  const { token } = await signUp(first.url)
  const stream = openStream(first.url, token, CONNECTIONS)
  await waitUntil('some hundred decisions', () => stream.answered.size > 400)
  await first.kill()
  await stream.end()
  assert.deepEqual(stream.refused, [])
  assert.equal(stream.broken.length, CONNECTIONS, 'every connection broke amid its request')

  // Nothing stale of the first one is in the way of the second.
  const second = await startServer(scope, env)
  const stored = await allDecisions(second.url, token)
  const ids = new Set(stored.map(({ decision_id }) => decision_id))
  const lost = [...stream.answered].filter((id) => !ids.has(id))
  assert.deepEqual(lost, [], 'answered, but not stored')
  assert.equal(await usedUnits(second.url, token), ids.size, 'units are decisions')
  // What was committed and not answered any more is one request of each connection at most.
  const unanswered = ids.size - stream.answered.size
  assert.ok(unanswered <= (CONNECTIONS / 2) * (1 + BATCH), `${unanswered} were not answered`)
  assertWholeBatches(stored.map(({ text }) => text))
}

/** Of a request's texts all were recorded, or none. */
function assertWholeBatches(texts: readonly string[]): void {
  const places = texts.filter((text) => text.includes(', place '))
  const batches = Map.groupBy(places, (text) => text.split(', place ')[0])
  for (const [batch, members] of batches) assert.equal(members.length, BATCH, `${batch}`)
}
