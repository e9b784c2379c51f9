import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { waitUntil } from '../running-server.ts'

/**
 * Where the connection breaks that carries a batch of the ledger: before any of it arrives; amid its
 * bytes; after it was committed and before any of the answer; when of the answer all is there but
 * its last message, which says that the commit is done.
 */
export type Cut = 'before' | 'amid' | 'unanswered' | 'unfinished'

/** A TCP proxy between the server and its database that breaks what it is told to. */
export interface DatabaseProxy {
  readonly port: number
  /** Breaks the connection of the next batch. @returns After it broke. @throws {Error} None comes in time. */
  readonly cut: (where: Cut) => Promise<void>
  /** Lets bytes go on only after so many milliseconds, each way. */
  readonly delay: (ms: number) => void
  /** Keeps every byte, and every end of a connection, as a network that is cut does. */
  readonly hold: () => void
  /** Lets go what was kept. */
  readonly release: () => void
}

interface State {
  delayMs: number
  held: PromiseWithResolvers<void> | undefined
  armed: { readonly where: Cut; readonly done: () => void } | undefined
}

/** Opens a proxy to a port of this machine, on a free one; the scope closes it. */
export async function openProxy(
  scope: AsyncDisposableStack,
  target: number,
): Promise<DatabaseProxy> {
  const state: State = { delayMs: 0, held: undefined, armed: undefined }
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const database = connect(target, '127.0.0.1')
    for (const socket of [client, database]) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => open.delete(socket))
    }
    joinSockets(state, client, database)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  scope.defer(async () => {
    server.close()
    for (const socket of open) socket.destroy()
    await once(server, 'close')
  })
  return { port: (server.address() as AddressInfo).port, ...controlsOf(state) }
}

function controlsOf(state: State): Omit<DatabaseProxy, 'port'> {
  return {
    cut: async (where) => {
      let isDone = false
      const done = () => {
        isDone = true
      }
      Object.assign(state, { armed: { where, done } })
      await waitUntil('a batch to cut', () => isDone)
    },
    delay: (ms) => Object.assign(state, { delayMs: ms }),
    hold: () => Object.assign(state, { held: Promise.withResolvers<void>() }),
    release: () => {
      state.held?.resolve()
      state.held = undefined
    },
  }
}

/** What stands in every batch and in no other statement, near the beginning. */
const BATCH = 'from take_units('

/** ReadyForQuery, outside a transaction. Source: PostgreSQL, section 54.7. */
const READY = Buffer.from('Z\0\0\0\x05I', 'latin1')

function joinSockets(state: State, client: Socket, database: Socket): void {
  const toDatabase = lineTo(state, database)
  const toClient = lineTo(state, client)
  let cutting: State['armed']
  let answer = Buffer.alloc(0)
  const breakOff = () => {
    client.destroy()
    database.destroy()
    cutting?.done()
  }
  client.on('data', (bytes: Buffer) => {
    if (state.armed !== undefined && bytes.includes(BATCH)) {
      cutting = state.armed
      state.armed = undefined
      if (cutting.where === 'before') return breakOff()
      if (cutting.where === 'amid') {
        client.pause()
        database.write(bytes.subarray(0, bytes.length >> 1), breakOff)
        return
      }
    }
    toDatabase(() => database.write(bytes))
  })
  database.on('data', (bytes: Buffer) => {
    if (cutting === undefined) return toClient(() => client.write(bytes))
    answer = Buffer.concat([answer, bytes])
    if (!answer.subarray(-READY.length).equals(READY)) return
    if (cutting.where === 'unanswered') return breakOff()
    client.write(answer.subarray(0, -READY.length), breakOff)
  })
  client.on('close', () => toDatabase(() => database.destroy()))
  database.on('close', () => toClient(() => client.destroy()))
}

/** A line of what is done to a socket: in its order, and no sooner than the state allows. */
function lineTo(state: State, socket: Socket): (act: () => void) => void {
  let last: Promise<unknown> = Promise.resolve()
  return (act) => {
    const due = state.delayMs > 0 ? setTimeout(state.delayMs) : undefined
    last = Promise.all([last, due])
      .then(() => state.held?.promise)
      .then(() => socket.destroyed || act())
  }
}
