import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { openSqlClient } from '../../packages/server/src/testing/run-sql.ts'
import { call, signUp, usedUnits } from '../client.ts'
import { postgresPlace, WITHOUT_POSTGRES } from '../places.ts'
import { startServer, waitUntil } from '../running-server.ts'

const TENSOR = { name: 'text', shape: [1], datatype: 'BYTES', data: ['See you at six'] }
const INFER = ['/v2/models/spam/infer', { inputs: [TENSOR] }] as const
const PIPELINE = ['/models/hamlet/spam', { inputs: 'See you at six' }] as const
const PREDICT = ['/predict', { inputs: 'See you at six' }] as const
const TOO_MUCH = 'More is waiting than can be done soon. Nothing was charged; try again.'

describe('dialects of a server that has too much to do', { skip: WITHOUT_POSTGRES }, () => {
  it('refuse in their own forms, and charge nothing', async () => {
    await using scope = new AsyncDisposableStack()
    const place = await postgresPlace(scope)
    const { url } = await startServer(scope, place)
    const { token } = await signUp(url)
    const ask = async ([path, json]: typeof INFER | typeof PIPELINE | typeof PREDICT) => {
      const began = performance.now()
      const { status, type, body } = await call(url, path, { token, json })
      return { status, type, body, ms: performance.now() - began }
    }
    assert.equal((await ask(INFER)).status, 200)
    const client = await openSqlClient(place['DATABASE_URL'] ?? '')
    await client.query('begin; lock table usage in exclusive mode')
    const held = ask(PREDICT)
    await waitUntil('overload', async () => {
      const answer = await Promise.race([ask(INFER), setTimeout(200)])
      return answer?.status === 503
    })
    const [inferred, classified, predicted] = await Promise.all([
      ask(INFER),
      ask(PIPELINE),
      ask(PREDICT),
    ])
    await client.query('commit')
    await client.end()
    await held
    const json = 'application/json; charset=utf-8'
    assert.deepEqual([inferred.status, inferred.type], [503, json])
    assert.deepEqual(inferred.body, { error: TOO_MUCH })
    assert.deepEqual([classified.status, classified.body], [503, { error: TOO_MUCH }])
    assert.ok(classified.ms >= 500, 'huggingface.js would come again at once')
    assert.equal(predicted.status, 429)
    assert.deepEqual(predicted.body, { error: TOO_MUCH, error_type: 'overloaded' })
    await waitUntil('an answer with 200', async () => (await ask(PREDICT)).status === 200)
    assert.ok((await usedUnits(url, token)) >= 2)
  })
})
