import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import type { Logger } from 'pino'
import { openService } from '../compose.ts'
import type { Settings } from '../settings.ts'
import { openDatabase } from '../store/open-database.ts'
import { answerMetrics, askMetrics, shareMetrics } from './cluster-metrics.ts'
import { closeWhatIsNotTaken } from './handed-connections.ts'
import { listen } from './listen.ts'
import { stopOnSignal } from './stop-signals.ts'

/** What the first process tells a worker. */
const STOP = 'stop'

/** A worker that dies is replaced, but not faster than this. */
const PAUSE_MS = 1000

/**
 * Runs `count` workers on one port until a signal comes; a worker that dies is replaced.
 *
 * @throws {Error} A worker died before any of them served: the next one would, too.
 */
export async function runWorkers(count: number, log: Logger): Promise<void> {
  const dropMetrics = answerMetrics()
  const workers = keepWorkers(count, log)
  try {
    await Promise.race([stopOnSignal(), workers.failed])
  } finally {
    await workers.dismiss()
    dropMetrics()
  }
}

function keepWorkers(count: number, log: Logger) {
  let isStopping = false
  let hasServed = false
  const { promise: failed, reject: fail } = Promise.withResolvers<never>()
  const hire = () => {
    if (!isStopping) closeWhatIsNotTaken(cluster.fork())
  }
  cluster.on('listening', () => {
    hasServed = true
  })
  cluster.on('exit', ({ process: { pid } }, code, signal) => {
    if (isStopping) return
    if (!hasServed) return fail(new Error(`no worker could begin to serve (${code ?? signal})`))
    log.error({ worker: pid, code, signal }, 'a worker ended; another one takes its place')
    setTimeout(hire, PAUSE_MS)
  })
  for (let i = 0; i < count; i++) hire()
  const dismissAll = async () => {
    isStopping = true
    await Promise.all(Object.values(cluster.workers ?? {}).map(dismiss))
  }
  return { failed, dismiss: dismissAll }
}

async function dismiss(worker: Worker | undefined): Promise<void> {
  if (worker === undefined || worker.isDead()) return
  const gone = once(worker, 'exit')
  // One that is dying does not hear it; without a callback that would be an error of this process.
  if (worker.isConnected()) worker.send(STOP, () => {})
  await gone
}

/** Serves until the first process, or SIGTERM, says to stop. */
export async function runAsWorker(settings: Settings, log: Logger): Promise<void> {
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  process.on('message', (message) => message === STOP && resolve())
  process.on('disconnect', resolve)
  process.on('SIGTERM', () => resolve())
  // The terminal sends it to every process at once; the first one passes it on as a message.
  process.on('SIGINT', () => {})
  try {
    await serveUntil(asked, settings, log)
  } finally {
    // The channel to the first process would keep this one alive.
    process.disconnect?.()
  }
}

async function serveUntil(asked: Promise<void>, settings: Settings, log: Logger): Promise<void> {
  const database = await openDatabase(settings.database, 'serving')
  try {
    const parts = { db: database.db, log, now: () => new Date() }
    const service = await openService(settings, parts, askMetrics)
    try {
      shareMetrics(service.metrics.registry)
      await listen(service.app, settings.listen)
      await asked
    } finally {
      await service.close()
    }
  } finally {
    await database.close()
  }
}
