import cluster from 'node:cluster'
import { parseArgs } from 'node:util'
import type { Logger } from 'pino'
import { openService, type Parts, prepareService } from '../compose.ts'
import { buildLog } from '../log.ts'
import { parseSettings, type Settings } from '../settings.ts'
import { openDatabase } from '../store/open-database.ts'
import { runAsWorker, runWorkers } from './cluster.ts'
import type { Command, Io } from './command.ts'
import { listen } from './listen.ts'
import { processCountOf } from './process-count.ts'
import { stopOnSignal } from './stop-signals.ts'
import { welcome } from './welcome.ts'

/** `hamlet serve`. */
export const serveCommand: Command = {
  help: `hamlet serve [--no-migrate]

Starts the service. The schema is brought up to date first, under a lock, unless
--no-migrate is given; a model is trained if there is none; the first superuser is made.
On PostgreSQL several processes serve one port (WORKERS_PER_CORE, MAX_WORKERS).

SIGINT or SIGTERM stops it: what is in flight is finished and recorded. A second one ends
it at once. SIGHUP, unless it comes from a terminal, replaces the processes one after the
other, each when its successor listens: settings are read anew and no request is lost. It
takes two or more.`,
  run: async (args, io) => {
    const { values } = parseArgs({
      args: [...args],
      options: { 'no-migrate': { type: 'boolean' } },
    })
    if (cluster.isWorker) {
      await runAsWorker(io.env)
      return 0
    }
    const settings = parseSettings(io.env)
    await serve(settings, buildLog(settings), io, { migrates: !values['no-migrate'] })
    return 0
  },
}

type Preparation = Parameters<typeof prepareService>[2]

async function serve(settings: Settings, log: Logger, io: Io, how: Preparation): Promise<void> {
  const count = processCountOf(settings)
  const now = () => new Date()
  if (settings.database.kind === 'embedded') return serveAlone(settings, log, io, how)
  const maintenance = await openDatabase(settings.database, 'maintenance')
  try {
    const superuser = await prepareService(settings, { db: maintenance.db, log, now }, how)
    welcome(io, settings, superuser)
  } finally {
    await maintenance.close()
  }
  if (count > 1) return runWorkers(count, log)
  const database = await openDatabase(settings.database, 'serving')
  await listenUntilStopped(settings, { db: database.db, log, now }, database.close)
}

/** The embedded database has one process: what prepares it goes on to serve from it. */
async function serveAlone(
  settings: Settings,
  log: Logger,
  io: Io,
  how: Preparation,
): Promise<void> {
  const database = await openDatabase(settings.database, 'serving')
  const parts = { db: database.db, log, now: () => new Date() }
  const superuser = await prepareService(settings, parts, how)
  welcome(io, settings, superuser)
  await listenUntilStopped(settings, parts, database.close)
}

async function listenUntilStopped(
  settings: Settings,
  parts: Parts,
  closeDatabase: () => Promise<void>,
): Promise<void> {
  try {
    const service = await openService(settings, parts)
    try {
      await listen(service.app, settings.listen)
      await stopOnSignal()
    } finally {
      await service.close()
    }
  } finally {
    await closeDatabase()
  }
}
