import assert from 'node:assert/strict'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { openTestService, type TestService } from '../testing/harness.ts'

/** In milliseconds, what production gives tens of seconds for. */
const PATIENCE = { head: 300, request: 2000, keepAlive: 400, silence: 8000, check: 50 }

/** A client sends a byte so often. */
const DRIP_MS = 40

let service: TestService
let port: number
before(async () => {
  service = await openTestService({}, undefined, { clientPatience: PATIENCE })
  await service.app.listen({ host: '127.0.0.1', port: 0 })
  port = (service.app.server.address() as AddressInfo).port
})
after(() => service.close())

describe('a client that holds its connection', () => {
  it('408: by a head that comes byte by byte', async () => {
    const { heard, ms } = await talk((socket) => drip(socket, 'GET /livez HTTP/1.1\r\nx-slow: '))
    assert.match(heard, /^HTTP\/1\.1 408 /u)
    assert.ok(ms < PATIENCE.request, `cut off after ${ms} ms`)
  })

  it('408: by a body that comes byte by byte', async () => {
    const head = 'POST /login/ HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n'
    const { heard } = await talk((socket) => {
      void drip(socket, `${head}content-length: 1000\r\n\r\n{"username":"`)
    })
    assert.match(heard, /^HTTP\/1\.1 408 /u)
  })

  it('408: by saying nothing at all', async () => {
    const { heard } = await talk(() => {})
    assert.match(heard, /^HTTP\/1\.1 408 /u)
  })

  it('is cut off when it asks nothing more', async () => {
    const { heard, ms } = await talk((socket) =>
      socket.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n'),
    )
    // Sooner than Node would by itself.
    assert.ok(ms < 4000, `cut off after ${ms} ms`)
    assert.match(heard, /^HTTP\/1\.1 200 /u)
    assert.match(heard, /\{"status":"alive"\}$/u)
  })

  it('does not keep another from being answered', async () => {
    const slow = Array.from({ length: 50 }, () =>
      talk((socket) => drip(socket, 'GET /livez HTTP/1.1\r\nx-slow: ')),
    )
    const reply = await fetch(`http://127.0.0.1:${port}/livez`)
    assert.equal(reply.status, 200)
    for (const { heard } of await Promise.all(slow)) assert.match(heard, /^HTTP\/1\.1 408 /u)
  })
})

/** Talks until the server closes the connection. */
async function talk(say: (socket: Socket) => void) {
  const begun = performance.now()
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  say(socket)
  const heard = await text(socket)
  socket.destroy()
  return { heard, ms: performance.now() - begun }
}

/** Sends a beginning, and then a letter at a time for as long as it may. */
async function drip(socket: Socket, beginning: string): Promise<void> {
  socket.write(beginning)
  while (socket.writable) {
    await setTimeout(DRIP_MS)
    if (socket.writable) socket.write('a')
  }
}
