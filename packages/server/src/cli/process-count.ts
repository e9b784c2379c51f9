import { availableParallelism } from 'node:os'
import type { Settings } from '../settings.ts'
import { SettingsError } from '../settings-error.ts'

/**
 * How many processes serve.
 *
 * @throws {SettingsError} More than one is asked for on the embedded database, which takes one.
 */
export function processCountOf(
  { database, processes }: Pick<Settings, 'database' | 'processes'>,
  cores: number = availableParallelism(),
): number {
  const { perCore, most = Number.POSITIVE_INFINITY } = processes
  if (database.kind === 'embedded' && perCore === undefined) return 1
  const wanted = Math.max(1, Math.min(most, Math.round((perCore ?? 1) * cores)))
  if (database.kind === 'postgres' || wanted === 1) return wanted
  throw new SettingsError([
    {
      setting: 'WORKERS_PER_CORE',
      reason: `asks for ${wanted} processes, and the embedded database takes one; unset it, set MAX_WORKERS=1, or use PostgreSQL (DATABASE_URL)`,
    },
  ])
}
