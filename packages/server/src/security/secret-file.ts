import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Secret } from './secret.ts'

const FORM = /^[0-9a-f]{64}$/iu

/** The file of the secret does not hold one. */
export class SecretFileError extends Error {
  override readonly name = 'SecretFileError'
}

/**
 * The secret of a server that was given none: made once and kept in `folder`, readable by its owner
 * only. Of several processes that start together, all get the same.
 *
 * @throws {SecretFileError} The file is damaged: what is left of a secret may be easy to guess.
 */
export async function keptSecret(folder: string): Promise<Secret> {
  const file = join(folder, 'secret')
  const text = (await readOrMake(file, folder)).trim()
  if (FORM.test(text)) return new Secret(text)
  throw new SecretFileError(
    `${file} does not hold a secret. Delete it to have a new one made; everybody then has to log in again.`,
  )
}

async function readOrMake(file: string, folder: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Not named after the process: in a container every process has the same id as the one before.
  const draft = `${file}.${randomBytes(8).toString('hex')}`
  const secret = `${randomBytes(32).toString('hex')}\n`
  await writeFile(draft, secret, { mode: 0o600, flag: 'wx', flush: true })
  // A link is made whole or not at all, and refused where the file is there already.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await unlink(draft)
  return readFile(file, 'utf8')
}
