// Sends requests to one server at given rates, in a process of its own: a `Flood` of server/flood.ts
// comes as JSON on stdin, and what came of it goes as JSON, a `Flooded`, to stdout. Unlike a load
// whose connections wait for their answers, it goes on sending when answers stay out.
import { connect, type Socket } from 'node:net'
import { createHistogram } from 'node:perf_hooks'
import process from 'node:process'
import { json } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { type Flood, type Flooded, PATIENCE_S, type Stretch } from './server/flood.ts'

/** Requests are sent in lots, so often. */
const TICK_MS = 2

/** Connections that are opened at once. */
const LOT = 100

const HEAD = /^HTTP\/1\.1 (\d+).*?\r\ncontent-length: (\d+)\r\n.*?\r\n\r\n/isu

interface Connection {
  readonly socket: Socket
  /** The request that it waits for an answer to. */
  asked: { readonly sentAt: number; readonly stretch: Tally } | undefined
  received: string
}

interface Tally {
  readonly statuses: Record<string, number>
  readonly good: ReturnType<typeof createHistogram>
  readonly refused: ReturnType<typeof createHistogram>
  refusals: number
  withRetryAfter: number
  unsent: number
  failed: number
  lastBadS: number
  readonly begunAt: number
}

const flood = (await json(process.stdin)) as Flood
const { port, hostname } = new URL(flood.url)
const requests = flood.requests.map((request) => Buffer.from(request))
const idle: Connection[] = []
let open = 0
let next = 0
const lag = createHistogram()
const stretches: Tally[] = []
await openAll()
for (const stretch of flood.stretches) stretches.push(await send(stretch))
await drain()
process.stdout.write(
  JSON.stringify({
    stretches: stretches.map(resultOf),
    lagP99: lag.percentile(99) / 1000,
  } satisfies Flooded),
)
process.exit(0)

/** Clients that are connected already: to connect is not what is measured. */
async function openAll(): Promise<void> {
  while (open < flood.connections) {
    for (let i = 0; i < LOT && open < flood.connections; i++) {
      const connection = openConnection()
      connection.socket.once('connect', () => idle.push(connection))
    }
    const latest = performance.now() + 1000 * PATIENCE_S
    while (idle.length < open && performance.now() < latest) await setTimeout(1)
  }
}

async function send({ seconds, perSecond }: Stretch): Promise<Tally> {
  const begunAt = performance.now()
  const tally: Tally = {
    ...{ statuses: {}, good: createHistogram(), refused: createHistogram(), begunAt },
    ...{ refusals: 0, withRetryAfter: 0, unsent: 0, failed: 0, lastBadS: 0 },
  }
  let sent = 0
  const total = Math.round(seconds * perSecond)
  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - begunAt) / 1000) * perSecond))
    for (; sent < due; sent++) sendOne(tally, begunAt + (1000 * sent) / perSecond)
    await setTimeout(TICK_MS)
  }
  return tally
}

function sendOne(tally: Tally, dueAt: number): void {
  const connection = idle.pop() ?? openAnother()
  if (connection === undefined) {
    tally.unsent++
    return
  }
  const now = performance.now()
  lag.record(Math.max(1, Math.round(1000 * (now - dueAt))))
  connection.asked = { sentAt: now, stretch: tally }
  connection.socket.write(requests[next++ % requests.length] ?? '')
}

function openAnother(): Connection | undefined {
  return open < flood.connections ? openConnection() : undefined
}

function openConnection(): Connection {
  open++
  const socket = connect(Number(port), hostname).setNoDelay(true).setEncoding('latin1')
  const connection: Connection = { socket, asked: undefined, received: '' }
  socket.on('data', (chunk: string) => {
    connection.received += chunk
    readAnswer(connection)
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    open--
    const at = idle.indexOf(connection)
    if (at !== -1) idle.splice(at, 1)
    if (connection.asked) connection.asked.stretch.failed++
    connection.asked = undefined
  })
  return connection
}

function readAnswer(connection: Connection): void {
  const { received, asked } = connection
  const head = HEAD.exec(received)
  if (head === null || asked === undefined) return
  const [whole, status = '', length] = head
  if (received.length < whole.length + Number(length)) return
  connection.received = ''
  connection.asked = undefined
  note(asked.stretch, asked.sentAt, status, whole)
  if (/\r\nconnection: close/iu.test(whole)) connection.socket.destroy()
  else idle.push(connection)
}

function note(tally: Tally, sentAt: number, status: string, head: string): void {
  const ms = performance.now() - sentAt
  tally.statuses[status] = (tally.statuses[status] ?? 0) + 1
  if (status === '200') tally.good.record(Math.max(1, Math.round(1000 * ms)))
  else tally.refused.record(Math.max(1, Math.round(1000 * ms)))
  if (status === '503') {
    tally.refusals++
    if (/\r\nretry-after: [1-9]/iu.test(head)) tally.withRetryAfter++
  }
  if (status !== '200' || ms > flood.slowMs) tally.lastBadS = (sentAt - tally.begunAt) / 1000
}

async function drain(): Promise<void> {
  const latest = performance.now() + 1000 * PATIENCE_S
  while (idle.length < open && performance.now() < latest) await setTimeout(10)
}

function resultOf(tally: Tally) {
  const { statuses, good, refused, refusals, withRetryAfter, unsent, failed, lastBadS } = tally
  return {
    ...{ statuses, refusals, withRetryAfter, unsent, failed, lastBadS },
    ...{ p50: good.percentile(50) / 1000, p99: good.percentile(99) / 1000 },
    refusedP99: refused.percentile(99) / 1000,
  }
}
