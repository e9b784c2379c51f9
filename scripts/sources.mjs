// Where what is built lies, and what it is built from. Plain JavaScript, as install.mjs is.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const sources = join('packages', 'classifier', 'src')
const web = join('packages', 'web')

export const ENTRY = join(root, sources, 'index.ts')
export const BUILT = join(root, 'packages', 'classifier', 'dist', 'index.js')

export const PAGE = join(root, web)
export const BUILT_PAGE = join(root, web, 'dist')

/** Beside the page: what it was built from. */
export const BUILT_FROM = 'built-from.txt'

/** The first line of what is built from the sources as they are now. */
export function titleOfBuild() {
  const modules = readdirSync(join(root, sources)).filter((name) => /(?<!\.test)\.ts$/u.test(name))
  const files = modules.sort().map((name) => join(sources, name))
  const hash = hashOf([...files, join('scripts', 'build.mjs'), 'package-lock.json'])
  return `// Built by scripts/build.mjs; SHA-256 of its sources: ${hash}`
}

/** Whether what is built was built from the sources as they are now. */
export function isBuilt() {
  return existsSync(BUILT) && readFileSync(BUILT, 'utf8').startsWith(`${titleOfBuild()}\n`)
}

/** The SHA-256 of the page's sources as they are now, the classifier's among them. */
export function hashOfPage() {
  const files = [join(web, 'src'), join('packages', 'client', 'src')].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.ts$/u.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length)),
  )
  const others = ['index.html', 'vite.config.ts', 'tsconfig.json'].map((name) => join(web, name))
  const builder = join('scripts', 'build-page.mjs')
  const shared = [builder, 'tsconfig.base.json', 'package-lock.json']
  return hashOf([...files.sort(), ...others, ...shared], titleOfBuild())
}

/** Whether the page was built from its sources as they are now. */
export function isPageBuilt() {
  const file = join(BUILT_PAGE, BUILT_FROM)
  return existsSync(file) && readFileSync(file, 'utf8') === `${hashOfPage()}\n`
}

function hashOf(files, start = '') {
  const hash = createHash('sha256').update(start)
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}
