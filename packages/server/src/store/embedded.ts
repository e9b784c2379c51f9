import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { lockFolder } from './data-folder.ts'
import type { OpenDatabase } from './database.ts'
import { openPglite } from './pglite.ts'

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
