import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The data folder is in use: a second process would corrupt the database in it. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError'
}

/** A folder that this process holds alone until it lets go of it, or ends. */
export interface FolderLock {
  readonly release: () => void
}

/**
 * Takes a folder for this process alone.
 *
 * The lock is the operating system's own on an SQLite file, so that it goes with the process
 * however that ends: nothing stale is left behind, and no process id can be mistaken for another's.
 *
 * @throws {DataFolderError} Another process holds it.
 */
export function lockFolder(folder: string): FolderLock {
  const holder = join(folder, 'lock.pid')
  const lock = new DatabaseSync(join(folder, 'lock'), { timeout: 0 })
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive')
  } catch (cause) {
    lock.close()
    throw new DataFolderError(reasonOf(cause, folder, holder), { cause })
  }
  writeFileSync(holder, `${process.pid}\n`)
  return { release: () => lock.close() }
}

/** Source: SQLite, Result and Error Codes, (5) SQLITE_BUSY. */
const BUSY = 5

function reasonOf(cause: unknown, folder: string, holder: string): string {
  const { errcode, message } = cause as { readonly errcode?: number; readonly message: string }
  if (errcode !== BUSY) return `The data folder ${folder} cannot be locked: ${message}.`
  return `The data folder ${folder} is in use by another Hamlet (process ${readHolder(holder)}). Stop that one first, or set DATA_DIR to another folder.`
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return 'unknown'
  }
}
