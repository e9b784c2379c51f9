import { access, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from './command.ts'

/**
 * Finds out before long work, not after it, that there is nowhere to write.
 *
 * @throws {UsageError} No file can be made where the option says.
 */
export async function checkPlace(option: string, file: string): Promise<void> {
  try {
    await access(dirname(file), constants.W_OK)
  } catch {
    throw new UsageError(`--${option}: no file can be made in ${dirname(file)}`)
  }
  const there = await stat(file).catch(() => undefined)
  if (there === undefined || there.isFile()) return
  throw new UsageError(`--${option}: ${file} is there, and is not a file that could be replaced`)
}

/**
 * Writes a file beside its place and moves it there, so that nobody sees half of it. A link stays, and
 * the file that it leads to is replaced.
 */
export async function replaceFile(name: string, contents: Uint8Array | string): Promise<void> {
  const file = await realpath(name).catch(() => name)
  const draft = `${file}.${process.pid}.draft`
  try {
    await writeFile(draft, contents)
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
