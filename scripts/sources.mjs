// Where the built classifier lies, and what it is built from. Plain JavaScript, as install.mjs is.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const sources = join('packages', 'classifier', 'src')

export const ENTRY = join(root, sources, 'index.ts')
export const BUILT = join(root, 'packages', 'classifier', 'dist', 'index.js')

/** The first line of what is built from the sources as they are now. */
export function titleOfBuild() {
  const modules = readdirSync(join(root, sources)).filter((name) => /(?<!\.test)\.ts$/u.test(name))
  const files = modules.sort().map((name) => join(sources, name))
  const hash = createHash('sha256')
  for (const file of [...files, join('scripts', 'build.mjs'), 'package-lock.json']) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  }
  return `// Built by scripts/build.mjs; SHA-256 of its sources: ${hash.digest('hex')}`
}

/** Whether what is built was built from the sources as they are now. */
export function isBuilt() {
  return existsSync(BUILT) && readFileSync(BUILT, 'utf8').startsWith(`${titleOfBuild()}\n`)
}
