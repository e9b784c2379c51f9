import assert from 'node:assert/strict'
import cluster, { type Address, type Worker } from 'node:cluster'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { pino } from 'pino'
import { keepWorkers, type Order, type Workers } from './keep-workers.ts'

/** Set where a worker must neither serve nor end. */
const STUCK = 'HAMLET_TEST_STUCK'

/** Enough for a start that never comes. */
const PATIENCE_MS = 300

if (cluster.isPrimary) describe('keepWorkers', describeKeeping)
else serveOrStick()

function describeKeeping(): void {
  const said: string[] = []
  const log = pino({ base: null }, { write: (line) => void said.push(JSON.parse(line).msg) })
  const forked: Worker[] = []
  let workers: Workers
  let port: number

  before(async () => {
    cluster.setupPrimary({ exec: import.meta.filename, execArgv: [] })
    cluster.on('fork', (worker) => void forked.push(worker))
    workers = keepWorkers(2, log, PATIENCE_MS)
    const listening = hired().map((worker) => once(worker, 'listening'))
    const [[{ port: shared }]] = (await Promise.all(listening)) as [[Address]]
    port = shared
  })
  after(() => workers.dismiss())

  it('gives up a restart whose successor does not listen in time, and the others stay', async () => {
    const before = hired()
    process.env[STUCK] = 'yes'
    await workers.restart().finally(() => delete process.env[STUCK])
    const [, , successor, ...more] = forked
    assert.equal(successor?.process.signalCode, 'SIGKILL')
    assert.deepEqual(more, [], 'it was the only one')
    assert.match(said.at(-1) ?? '', /^the restart is given up/u)
    assert.deepEqual(hired(), before)
    const answered = [await pidAt(port), await pidAt(port)].sort()
    assert.deepEqual(answered, before.map((worker) => String(worker.process.pid)).sort())
  })
}

function hired(): readonly Worker[] {
  return Object.values(cluster.workers ?? {}).flatMap((worker) => worker ?? [])
}

/** Who answers a new connection: they take turns. */
function pidAt(port: number): Promise<string> {
  return text(connect({ host: '127.0.0.1', port }))
}

/** A worker: it tells its process id, and goes when it is told to. */
function serveOrStick(): void {
  process.on('disconnect', () => process.exit())
  if (process.env[STUCK] !== undefined) return
  const server = createServer((socket) => socket.end(String(process.pid)))
  server.listen({ host: '127.0.0.1', port: 0 })
  process.on('message', (order: Order) => {
    if (order === 'stop' || order === 'leave') server.close(() => process.exit())
  })
}
