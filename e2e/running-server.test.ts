import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { freePort } from '../packages/server/src/testing/postgres-server.ts'
import { newFolder } from './places.ts'
import { startServer } from './running-server.ts'

it('a server that ends instead of answering fails its test with what it said, and is asked no more', async () => {
  await using scope = new AsyncDisposableStack()
  const port = await freePort()
  const settings = { APP_ENV: 'production', DATA_DIR: await newFolder(scope) }
  await assert.rejects(startServer(scope, { ...settings, LOCAL_PORT: String(port) }), (error) => {
    assert.ok(error instanceof Error)
    assert.match(error.message, /JWT_SECRET/u)
    assert.match(String(error.cause), /it ended: 78/u)
    return true
  })

  let asked = 0
  const other = createServer((_request, reply) => {
    asked++
    reply.end()
  }).listen(port, '127.0.0.1')
  await once(other, 'listening')
  await setTimeout(300)
  other.close()
  assert.equal(asked, 0)
})
