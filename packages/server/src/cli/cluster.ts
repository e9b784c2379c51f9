import type { Logger } from 'pino'
import { openService } from '../compose.ts'
import { buildLog } from '../log.ts'
import { parseSettings, type Settings } from '../settings.ts'
import { openDatabase } from '../store/open-database.ts'
import { answerCounts, COUNTERS_OF_ALL, shareCounts } from './cluster-metrics.ts'
import type { Io } from './command.ts'
import { keepWorkers, type Order } from './keep-workers.ts'
import { listen } from './listen.ts'
import { restartOnSignal } from './restart-signal.ts'
import { stopOnSignal } from './stop-signals.ts'

/**
 * Runs `count` workers on one port until a signal comes; a worker that dies is replaced, and SIGHUP
 * replaces them all.
 *
 * @throws {Error} A worker died before any of them served: the next one would, too.
 */
export async function runWorkers(count: number, log: Logger): Promise<void> {
  const dropCounts = answerCounts()
  const workers = keepWorkers(count, log)
  restartOnSignal(workers.restart)
  try {
    await Promise.race([stopOnSignal(), workers.failed])
  } finally {
    await workers.dismiss()
    dropCounts()
  }
}

/**
 * Serves until the first process, or SIGTERM, says to end.
 *
 * @throws {SettingsError} What the environment, or its file, says now cannot be used.
 */
export async function runAsWorker(env: Io['env']): Promise<void> {
  const orders = receiveOrders()
  try {
    const settings = parseSettings(env)
    await serveUntil(orders, settings, buildLog(settings))
  } finally {
    // The channel to the first process would keep this one alive.
    process.disconnect?.()
  }
}

/** What a worker was told; each is settled once it was told, or is implied. */
type Orders = { readonly [Name in Order]: Promise<void> }

function receiveOrders(): Orders {
  const stop = Promise.withResolvers<void>()
  const leave = Promise.withResolvers<void>()
  process.on('message', (message) => {
    if (message === ('stop' satisfies Order)) stop.resolve()
    if (message === ('leave' satisfies Order)) leave.resolve()
  })
  process.on('disconnect', stop.resolve)
  process.on('SIGTERM', () => stop.resolve())
  // The terminal sends these to every process at once; the first one passes on what they mean.
  for (const name of ['SIGINT', 'SIGHUP']) process.on(name, () => {})
  return { stop: stop.promise, leave: leave.promise }
}

async function serveUntil(orders: Orders, settings: Settings, log: Logger): Promise<void> {
  const database = await openDatabase(settings.database, 'serving')
  try {
    const parts = { db: database.db, log, now: () => new Date() }
    const service = await openService(settings, parts, COUNTERS_OF_ALL)
    try {
      shareCounts(service.metrics)
      await listen(service.app, settings.listen)
      await Promise.race([orders.stop, orders.leave.then(service.leave)])
    } finally {
      await service.close()
    }
  } finally {
    await database.close()
  }
}
