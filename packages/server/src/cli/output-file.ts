import { access, constants, rename, rm, writeFile } from 'node:fs/promises'
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
}

/** Writes a file beside its place and moves it there, so that nobody sees half of it. */
export async function replaceFile(file: string, contents: Uint8Array | string): Promise<void> {
  const draft = `${file}.${process.pid}.draft`
  try {
    await writeFile(draft, contents)
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
