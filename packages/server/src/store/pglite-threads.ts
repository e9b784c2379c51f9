import { Worker } from 'node:worker_threads'
import type { PGliteOptions } from '@electric-sql/pglite'
import { DomainError } from '../domain/errors.ts'
import type { Answer, Order } from './pglite-thread.ts'

/** What a statement gave. */
export type Done = Extract<Answer, { readonly kind: 'done' }>

/**
 * Gives an order to the database; orders are carried out one after the other.
 *
 * @throws {DomainError} `database-unavailable`: its thread has died.
 * @throws {Error} What PostgreSQL said, with the fields that it gave (`code`, `constraint`, ...).
 */
export type Ask = (order: Order) => Promise<Done>

/** A thread that has a PGlite. */
export interface PgliteThread {
  readonly ask: Ask
  /** Closes the database and ends the thread. */
  readonly end: () => Promise<void>
  /** Ends the thread at once, as a crash would. */
  readonly kill: () => Promise<unknown>
}

/** Its young heap: what statements leave behind is short-lived, and 32 MB of it are no faster. */
const LIMITS = { maxYoungGenerationSizeMb: 4 }

/** Starts a thread with a PGlite. @throws What PGlite said when it could not be opened. */
export async function startPgliteThread(options: PGliteOptions): Promise<PgliteThread> {
  const file = new URL('./pglite-thread.ts', import.meta.url)
  const worker = new Worker(file, { workerData: options, resourceLimits: LIMITS })
  const waiting: PromiseWithResolvers<Done>[] = []
  let death: DomainError | undefined
  worker.on('message', (answer: Answer) => {
    const first = waiting.shift()
    if (answer.kind === 'done') first?.resolve(answer)
    else first?.reject(Object.assign(new Error(answer.message), answer.facts))
  })
  const die = (cause: unknown) => {
    death ??= new DomainError('database-unavailable', {}, { cause })
    for (const { reject } of waiting.splice(0)) reject(death)
  }
  worker.once('error', die)
  worker.once('exit', (status) => die(new Error(`its thread ended with status ${status}`)))
  const answer = () => {
    const made = Promise.withResolvers<Done>()
    waiting.push(made)
    return made.promise
  }
  const ask: Ask = (order) => {
    if (death !== undefined) return Promise.reject(death)
    worker.postMessage(order)
    return answer()
  }
  await answer().catch(({ cause }: DomainError) => {
    throw cause
  })
  const end = async () => {
    try {
      await ask({ kind: 'close' })
    } finally {
      await worker.terminate()
    }
  }
  return { ask, end, kill: () => worker.terminate() }
}
