import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'

/* What runs in the thread that `startPgliteThread` starts: the database, which answers orders in turn. */

/** A statement, or the order to close. */
export type Order =
  | { readonly kind: 'query'; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly kind: 'close' }

/** What is said: that it is open, and then an answer to each order, in their order. */
export type Answer =
  | {
      readonly kind: 'done'
      readonly rows: readonly unknown[]
      readonly affectedRows: number | undefined
    }
  | {
      readonly kind: 'failed'
      readonly message: string
      readonly facts: Readonly<Record<string, unknown>>
    }

/** PGlite's own default of 128 MB costs some 300 MB more memory; what is read often fits in this. */
const BUFFERS = ['-c', 'shared_buffers=16MB']

const pglite = await PGlite.create({
  ...(workerData as PGliteOptions),
  startParams: [...PGlite.defaultStartParams, ...BUFFERS],
})
let turn = Promise.resolve()
parentPort?.on('message', (order: Order) => {
  turn = turn.then(async () => {
    parentPort?.postMessage(await carryOut(order))
    if (order.kind === 'close') parentPort?.close()
  })
})
parentPort?.postMessage({ kind: 'done', rows: [], affectedRows: undefined } satisfies Answer)

async function carryOut(order: Order): Promise<Answer> {
  try {
    if (order.kind === 'close') {
      await pglite.close()
      return { kind: 'done', rows: [], affectedRows: undefined }
    }
    const { rows, affectedRows } = await pglite.query(order.sql, [...order.parameters])
    return { kind: 'done', rows, affectedRows }
  } catch (error) {
    return failureOf(error)
  }
}

/** An error crosses to another thread without the fields that PostgreSQL gave it, so they go beside it. */
function failureOf(error: unknown): Answer {
  if (!(error instanceof Error)) return { kind: 'failed', message: String(error), facts: {} }
  const plain = Object.entries(error).filter(([, value]) => typeof value === 'string')
  return { kind: 'failed', message: error.message, facts: Object.fromEntries(plain) }
}
