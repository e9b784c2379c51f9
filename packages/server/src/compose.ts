import { existsSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { type Logger, pino } from 'pino'
import { type Ending, letClientsGo } from './http/last-answers.ts'
import { buildMetrics, type Metrics } from './http/metrics.ts'
import { buildServer, type ClientPatience, type HttpDeps } from './http/server.ts'
import { type AccessTokens, buildAccessTokens } from './security/access-tokens.ts'
import { buildCallerCache } from './security/caller-cache.ts'
import { buildPasswords, type PasswordCost } from './security/passwords.ts'
import { keptSecret } from './security/secret-file.ts'
import { openTimeIds } from './security/time-ids.ts'
import { parseSettings, type Settings } from './settings.ts'
import type { RootDatabase } from './store/database.ts'
import { readDataset } from './store/dataset.ts'
import { type Ledger, openLedger } from './store/ledger.ts'
import { migrateUp } from './store/migrate.ts'
import { buildHealthCheck } from './usecases/check-health.ts'
import { ensureSuperuser, type SuperuserOutcome } from './usecases/ensure-superuser.ts'
import { eraseOldThings } from './usecases/erase-old-things.ts'
import { ensureModel, openModels } from './usecases/models.ts'
import { trainInWorker } from './usecases/train-model.ts'
import { VERSION } from './version.ts'

/** What a service is made of beside its settings: the clock, the log, the database. */
export interface Parts {
  readonly db: RootDatabase
  readonly log: Logger
  readonly now: () => Date
  /** What hashing a password costs; when left out, what production pays. */
  readonly passwordCost?: PasswordCost
  /** How long clients may take; when left out, what is usual. */
  readonly clientPatience?: ClientPatience
}

/** So long an idle connection is kept open whose client was asked to leave. */
const LEAVING_MS = 3000

/** A service that can listen, and must be closed. */
export interface Service {
  readonly app: FastifyInstance
  readonly metrics: Metrics
  /** Sends its clients elsewhere: takes no new connections, and ends each with its next answer. */
  readonly leave: () => Promise<void>
  /** Stops taking work, finishes what is in flight and writes out the ledger. */
  readonly close: () => Promise<void>
}

/** Once before any process serves: schema, model, first superuser. Several nodes may do it at once. */
export async function prepareService(
  settings: Settings,
  { db, log, now }: Parts,
  { migrates }: { readonly migrates: boolean },
): Promise<SuperuserOutcome | undefined> {
  if (migrates) {
    for (const { name, direction } of await migrateUp(db)) {
      log.info({ migration: name, direction }, 'migrated')
    }
  }
  const { path } = settings.model
  await ensureModel(db, { now, path, train: () => trainFromDataset(settings, log) })
  if (settings.superuser === undefined) return undefined
  const passwords = await buildPasswords()
  const accountRules = settings.accounts
  return ensureSuperuser({ db, now, passwords, accountRules }, settings.superuser)
}

async function trainFromDataset(settings: Settings, log: Logger): Promise<Uint8Array> {
  const { dataset } = settings.model
  log.info({ dataset }, 'there is no model: training one')
  const examples = await readDataset(dataset)
  // As `hamlet train` does: a letter that was sent five times must not have its words named.
  const options = { keepNear: true, pieces: true }
  const { bytes, report } = await trainInWorker({ examples, options })
  log.info({ report }, 'trained')
  return bytes
}

/**
 * Puts a service together on an open, migrated database. It does not listen yet.
 *
 * @param counters  Of all processes; this one's own when left out.
 */
export async function openService(
  settings: Settings,
  parts: Parts,
  counters?: Counters,
): Promise<Service> {
  const { db, log, now } = parts
  const metrics = buildMetrics(now)
  const ledger = openLedger(db, {
    now,
    timeZone: settings.quota.timeZone,
    monthlyQuota: settings.quota.monthly,
    gather: () => setImmediate(),
  })
  let isServing = true
  let isLeaving = false
  const deps = {
    ...(await depsOf(settings, parts)),
    ledger,
    metrics,
    isServing: () => isServing,
    isLeaving: () => isLeaving,
    ...(counters ?? countersOf(metrics)),
  }
  const app = await buildServer(deps)
  const stopErasing = keepErasing(settings, parts)
  const leave = () => {
    isLeaving = true
    return letClientsGo(app.server, LEAVING_MS)
  }
  const close = async () => {
    isServing = false
    stopErasing()
    await app.close()
    await ledger.drain()
    log.info('stopped')
  }
  return { app, metrics, leave, close }
}

/** What every process counted. */
export type Counters = Pick<HttpDeps, 'renderMetrics' | 'readTraffic'>

function countersOf({ registry, traffic }: Metrics): Counters {
  return {
    renderMetrics: () => registry.metrics(),
    readTraffic: () => Promise.resolve(traffic.read()),
  }
}

type OpenedHere = Pick<HttpDeps, 'metrics' | keyof Ending | keyof Counters> & {
  readonly ledger: Ledger
}

async function depsOf(
  settings: Settings,
  { db, log, now, passwordCost, clientPatience }: Parts,
): Promise<Omit<HttpDeps, keyof OpenedHere>> {
  const [passwords, models, tokens] = await Promise.all([
    buildPasswords(passwordCost),
    openModels(db, { now, path: settings.model.path }),
    tokensOf(settings),
  ])
  const championVersion = () => models.championVersion
  return {
    ...rulesOf(settings),
    ...{ db, log, now, passwords, models, tokens, clientPatience },
    checkHealth: buildHealthCheck({ db, championVersion }),
    callers: buildCallerCache(),
    runningKeys: new Set(),
    newDecisionId: openTimeIds(now),
    newReportId: openTimeIds(now),
    onTokenReuse: (session) => log.warn({ session }, 'a used refresh token came again'),
  }
}

/** What use cases and edge take from the settings as it is. */
function rulesOf(settings: Settings) {
  return {
    accountRules: settings.accounts,
    logInLimits: settings.logIn,
    refreshLife: settings.tokens.refreshSeconds,
    monthlyQuota: settings.quota.monthly,
    timeZone: settings.quota.timeZone,
    burstPerSecond: settings.quota.burstPerSecond,
    maxTextChars: settings.texts.maxChars,
    storesTexts: settings.texts.areStored,
    reportsPerDay: settings.texts.reportsPerDay,
    projectName: settings.projectName,
    version: VERSION,
    metricsToken: settings.metricsToken,
    corsOrigins: settings.corsOrigins,
    trustProxy: settings.trustProxy,
    pageFolder: pageFolder(),
  }
}

/** Where `npm run build` puts the page; `undefined` when it was not built. */
export function pageFolder(): string | undefined {
  const folder = fileURLToPath(new URL('../../web/dist/', import.meta.url))
  return existsSync(folder) ? folder : undefined
}

/** The OpenAPI document of a service with default settings. */
export async function describeService(format: 'json' | 'yaml'): Promise<string> {
  const settings = parseSettings({})
  // It is described, never asked: nothing that must be opened is reached.
  const metrics = buildMetrics(() => new Date())
  const deps = { ...rulesOf(settings), metrics, log: pino({ level: 'silent' }) }
  const app = await buildServer(deps as unknown as HttpDeps)
  await app.ready()
  const text =
    format === 'yaml' ? app.swagger({ yaml: true }) : JSON.stringify(app.swagger(), null, 2)
  await app.close()
  return `${text.trimEnd()}\n`
}

async function tokensOf({ tokens, dataDir }: Settings): Promise<AccessTokens> {
  const secret = tokens.secret ?? (await keptSecret(dataDir))
  return buildAccessTokens(secret, tokens.previous, tokens.accessSeconds)
}

const HOUR_MS = 3_600_000

/** Erases what is too old, now and every hour. @returns A function that ends it. */
function keepErasing({ texts }: Settings, { db, log, now }: Parts): () => void {
  const work = async () => {
    try {
      const decisions = await eraseOldThings({ db, now, retentionDays: texts.retentionDays })
      if (decisions > 0) log.info({ decisions }, 'erased old decisions')
    } catch (error) {
      log.warn({ err: error }, 'could not erase old rows; trying again in an hour')
    }
  }
  void work()
  const timer = setInterval(work, HOUR_MS).unref()
  return () => clearInterval(timer)
}
