import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { lockFolder } from './data-folder.ts'
import type { OpenDatabase } from './database.ts'
import type { Schema } from './schema.ts'

/** PGlite's own default of 128 MB costs 350 to 660 MB of memory; with this it is about 220 MB. */
const BUFFERS = ['-c', 'shared_buffers=32MB']

/**
 * Opens PostgreSQL inside this process, in `folder`/database, which is made when it is missing.
 *
 * It has one connection and one process. What it wrote survives the death of the process, not of
 * the machine: it does not call fsync.
 *
 * @throws {DataFolderError} Another process has the folder open.
 */
export async function openEmbedded(folder: string): Promise<OpenDatabase> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = lockFolder(folder)
  try {
    const { db, close } = await openPglite({ dataDir: join(folder, 'database') })
    const closeBoth = async () => {
      await close()
      lock.release()
    }
    return { db, kind: 'embedded', close: closeBoth }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Opens a PGlite as `options` say: in a folder, or in memory, perhaps from a dump. */
export async function openPglite(options: PGliteOptions): Promise<OpenDatabase> {
  const startParams = [...PGlite.defaultStartParams, ...BUFFERS]
  const pglite = await PGlite.create({ ...options, startParams })
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) })
  const close = async () => {
    await db.destroy()
    if (!pglite.closed) await pglite.close()
  }
  return { db, kind: 'embedded', close }
}
