import type { DatabaseSettings, OpenDatabase, Purpose } from './database.ts'
import { openEmbedded } from './embedded.ts'
import { openPostgres } from './postgres.ts'

/**
 * Opens the database that the settings name.
 *
 * @throws {DataFolderError} The embedded one's folder is used by another process.
 */
export function openDatabase(settings: DatabaseSettings, purpose: Purpose): Promise<OpenDatabase> {
  return settings.kind === 'embedded'
    ? openEmbedded(settings.folder)
    : openPostgres(settings, purpose)
}
