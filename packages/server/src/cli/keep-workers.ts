import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import type { Logger } from 'pino'
import { closeWhatIsNotTaken } from './handed-connections.ts'

/** What the first process tells a worker: end now, or let every client go first. */
export type Order = 'stop' | 'leave'

/** The workers of one first process. */
export interface Workers {
  /** Fails when a worker died before any of them served: the next one would, too. */
  readonly failed: Promise<never>
  /** Replaces them one after the other; each goes only when its successor listens. */
  readonly restart: () => Promise<void>
  /** Tells all of them to stop, and waits for their end. */
  readonly dismiss: () => Promise<void>
}

/** A worker that dies is replaced, but not faster than this. */
const PAUSE_MS = 1000

/** A start takes seconds on a machine that has more to do. */
const PATIENCE_MS = 120_000

/**
 * Hires so many workers, and another one for each that dies.
 *
 * @param patienceMs  Within which a successor must serve.
 */
export function keepWorkers(count: number, log: Logger, patienceMs: number = PATIENCE_MS): Workers {
  const dispensable = new Set<Worker>()
  const state: State = { isStopping: false, hasServed: false, dispensable, log, patienceMs }
  const { promise: failed, reject: fail } = Promise.withResolvers<never>()
  cluster.on('listening', () => {
    state.hasServed = true
  })
  cluster.on('exit', (worker, code, signal) => {
    if (state.isStopping || state.dispensable.delete(worker)) return
    if (!state.hasServed) {
      return fail(new Error(`no worker could begin to serve (${code ?? signal})`))
    }
    const { pid } = worker.process
    log.error({ worker: pid, code, signal }, 'a worker ended; another one takes its place')
    setTimeout(() => state.isStopping || hire(), PAUSE_MS)
  })
  for (let i = 0; i < count; i++) hire()
  const dismissAll = async () => {
    state.isStopping = true
    await Promise.all(workersNow().map((worker) => dismiss(worker, 'stop')))
  }
  return { failed, restart: () => restart(state), dismiss: dismissAll }
}

interface State {
  isStopping: boolean
  hasServed: boolean
  /** Those whose end calls for no other worker. */
  readonly dispensable: Set<Worker>
  readonly log: Logger
  readonly patienceMs: number
}

function hire(): Worker {
  const worker = cluster.fork()
  closeWhatIsNotTaken(worker)
  return worker
}

function workersNow(): readonly Worker[] {
  return Object.values(cluster.workers ?? {}).flatMap((worker) => worker ?? [])
}

/** A successor that cannot serve (wrong settings, perhaps) ends the restart; who is left serves on. */
async function restart(state: State): Promise<void> {
  const { log } = state
  log.info('restarting: each worker goes when its successor listens')
  for (const worker of workersNow()) {
    if (state.isStopping) return
    if (!(await replace(state, worker))) {
      if (!state.isStopping) log.error('the restart is given up: a new worker could not serve')
      return
    }
  }
  log.info('restarted: every worker is a new one')
}

/** @returns Whether the successor serves. */
async function replace(state: State, worker: Worker): Promise<boolean> {
  const { dispensable, patienceMs } = state
  dispensable.add(worker)
  const successor = hire()
  dispensable.add(successor)
  const serves = await beginsToServe(successor, patienceMs)
  if (serves) {
    dispensable.delete(successor)
    await dismiss(worker, 'leave')
  } else if (worker.isDead() && !state.isStopping) {
    hire()
  } else {
    dispensable.delete(worker)
  }
  return serves
}

/** One that neither serves nor ends in time is ended. */
function beginsToServe(worker: Worker, withinMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const late = setTimeout(() => worker.process.kill('SIGKILL'), withinMs)
  worker.once('listening', () => resolve(true))
  worker.once('exit', () => resolve(false))
  return promise.finally(() => clearTimeout(late))
}

async function dismiss(worker: Worker, order: Order): Promise<void> {
  if (worker.isDead()) return
  const gone = once(worker, 'exit')
  // One that is dying does not hear it; without a callback that would be an error of this process.
  if (worker.isConnected()) worker.send(order, () => {})
  await gone
}
