import { performance } from 'node:perf_hooks'
import type { Milliseconds, ModelVersion } from '../domain/units.ts'
import type { Database } from '../store/database.ts'
import { touchDatabase } from '../store/health.ts'
import { pendingMigrations } from '../store/migrate.ts'

/** What looking after one's own health needs. */
export interface HealthDeps {
  readonly db: Database
  readonly championVersion: () => ModelVersion
}

/** How each part is; a part that fails says why in a word, never with what the error said. */
export interface Health {
  readonly isWell: boolean
  readonly database: { readonly status: 'ok' | 'unavailable'; readonly latencyMs: Milliseconds }
  readonly model: { readonly status: 'ok'; readonly version: ModelVersion }
  readonly migrations: { readonly status: 'ok' | 'pending' | 'unknown' }
}

/** A database that has not answered by then counts as gone; the whole check stays under 2 s. */
const PATIENCE_MS = 1500

/** Asks the database for nothing. @throws {DomainError} `database-unavailable`. */
export function touch({ db }: Pick<HealthDeps, 'db'>): Promise<void> {
  return touchDatabase(db)
}

/** Looks at every part at once. Never throws, and never waits longer than two seconds. */
export async function checkHealth({ db, championVersion }: HealthDeps): Promise<Health> {
  const started = performance.now()
  const touched = within(touchDatabase(db).then(() => performance.now() - started))
  const [answeredMs, pending] = await Promise.all([touched, within(pendingMigrations(db))])
  const latencyMs = Math.round((answeredMs ?? performance.now() - started) * 100) / 100
  return {
    isWell: answeredMs !== undefined && pending?.length === 0,
    database: {
      status: answeredMs === undefined ? 'unavailable' : 'ok',
      latencyMs: latencyMs as Milliseconds,
    },
    model: { status: 'ok', version: championVersion() },
    migrations: { status: migrationsStatus(pending) },
  }
}

/** {@link checkHealth} for whoever asks, of whom there may be thousands at once: one look serves all. */
export type HealthCheck = () => Promise<Health>

/** Makes a check that is not begun again while it runs. */
export function buildHealthCheck(deps: HealthDeps): HealthCheck {
  let running: Promise<Health> | undefined
  return () => {
    running ??= checkHealth(deps).finally(() => {
      running = undefined
    })
    return running
  }
}

/** Whether requests can be served: nothing fails, and the server does not stop. Within two seconds. */
export async function isReady(deps: {
  readonly checkHealth: HealthCheck
  readonly isServing: () => boolean
}): Promise<boolean> {
  return deps.isServing() && (await deps.checkHealth()).isWell
}

function migrationsStatus(pending: readonly string[] | undefined) {
  if (pending === undefined) return 'unknown'
  return pending.length === 0 ? 'ok' : 'pending'
}

/** What a promise gives in time; `undefined` when it fails or is late. */
async function within<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), PATIENCE_MS)
  const answer = promise.catch(() => undefined)
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
