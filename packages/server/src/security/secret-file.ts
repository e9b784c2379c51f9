import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Secret } from './secret.ts'

/**
 * The secret of a server that was given none: made once and kept in `folder`, readable by its owner
 * only. Of several processes that start together, all get the same.
 */
export async function keptSecret(folder: string): Promise<Secret> {
  const file = join(folder, 'secret')
  return new Secret((await readOrMake(file, folder)).trim())
}

async function readOrMake(file: string, folder: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}`
  await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  // A link is made whole or not at all, and refused where the file is there already.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await unlink(draft)
  return readFile(file, 'utf8')
}
