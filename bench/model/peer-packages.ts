import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const FOLDER = new URL('../peers/', import.meta.url)

/**
 * Installs what bench/peers/package-lock.json says, when it is missing or stale. No package may run a
 * script.
 *
 * @returns Why it could not, or `undefined`.
 */
export function installPeers(): string | undefined {
  if (installedAt('node_modules/.package-lock.json') >= installedAt('package-lock.json')) {
    return undefined
  }
  process.stderr.write('Installing the peers (npm ci in bench/peers); this takes a minute.\n')
  const { status, stderr } = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: fileURLToPath(FOLDER),
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: 180_000,
  })
  if (status === 0) return undefined
  return `npm ci in bench/peers failed: ${stderr?.split('\n')[0] ?? 'npm is not here'}`
}

/** When a file was last written, in milliseconds; 0 when it is not there. */
function installedAt(file: string): number {
  return statSync(new URL(file, FOLDER), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** A module of a package of bench/peers. What it looks like, its caller must know. */
export function requirePeer(name: string): unknown {
  return createRequire(new URL('package.json', FOLDER))(name)
}
