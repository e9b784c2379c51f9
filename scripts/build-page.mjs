// Builds the page: Vite bundles it, and what is worth it is compressed once and for all.
import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'
import { BUILT_FROM, BUILT_PAGE, hashOfPage, isPageBuilt, PAGE } from './sources.mjs'

/** Below this a packet holds it anyway. */
const WORTH_BYTES = 1024

/** Puts the page into its folder, whole or not at all. */
export async function buildPage() {
  const hash = hashOfPage()
  const made = `${BUILT_PAGE}.${process.pid}`
  await build({
    root: PAGE,
    configFile: join(PAGE, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: made, emptyOutDir: true },
  })
  await compressAll(join(made, 'assets'))
  await writeFile(join(made, BUILT_FROM), `${hash}\n`)
  await putInPlace(made)
}

async function compressAll(folder) {
  const names = await readdir(folder)
  await Promise.all(names.map((name) => compress(join(folder, name))))
}

async function compress(file) {
  const content = await readFile(file)
  if (content.length < WORTH_BYTES) return
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  }
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, { params }),
    promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
  ])
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)])
}

/** A folder cannot be renamed over another: for an instant there is none. */
async function putInPlace(made) {
  const former = `${BUILT_PAGE}.${process.pid}.former`
  if (existsSync(BUILT_PAGE)) await rename(BUILT_PAGE, former)
  try {
    await rename(made, BUILT_PAGE)
  } catch (error) {
    // Somebody else was faster, and built the same.
    if (!isPageBuilt()) throw error
    await rm(made, { recursive: true })
  }
  await rm(former, { recursive: true, force: true })
}
