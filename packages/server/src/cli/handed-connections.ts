import type { Worker } from 'node:cluster'

/** What the first process keeps of a connection that it hands to a worker. */
interface Connection {
  readonly close: () => void
}

interface Handover {
  readonly seq?: number
}

interface Reply {
  readonly ack?: number
}

/**
 * Closes the connection that a worker was handed and ended before it took it.
 *
 * Node keeps a connection open in the first process until the worker says that it has it. Of a worker
 * that ends before, it forgets the connection and never closes it, so that its client would wait
 * for ever (nodejs/node issue 21746). This listens to what Node's own two sides say to each other:
 * `{cmd: 'NODE_CLUSTER', seq}` with the connection one way, `{ack: seq}` the other. Should that
 * change, nothing is seen and nothing closed; `e2e/workers.test.ts` would tell.
 */
export function closeWhatIsNotTaken(worker: Worker): void {
  const handed = new Map<number | undefined, Connection>()
  const child = worker.process
  const send = child.send.bind(child) as (...args: readonly unknown[]) => boolean
  child.send = (...args: readonly unknown[]) => {
    const [message, connection] = args
    if (isConnection(connection)) handed.set((message as Handover).seq, connection)
    return send(...args)
  }
  child.on('internalMessage', ({ ack }: Reply) => handed.delete(ack))
  worker.once('exit', () => {
    for (const connection of handed.values()) connection.close()
  })
}

function isConnection(value: unknown): value is Connection {
  return typeof (value as Partial<Connection> | null | undefined)?.close === 'function'
}
