// Installs exactly what package-lock.json says when node_modules is missing or stale, builds the
// classifier and the page when their sources changed, and says so.
// Plain JavaScript without dependencies, for any Node from 20 on: it runs before everything else.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBuilt, isPageBuilt } from './sources.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const reason = whyStale()
if (reason !== undefined) install(reason)
if (!isBuilt() || !isPageBuilt()) build(isBuilt() ? 'the page' : 'the classifier and the page')

/** Why what is installed is not what the lockfile says; undefined when it is. */
function whyStale() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return 'nothing is installed yet'
  const wanted = packagesIn(join(root, 'package-lock.json'))
  const present = packagesIn(installed)
  for (const [path, { version, optional, link }] of wanted) {
    const found = present.get(path)
    if (found === undefined && !optional && !link) return `${path} is missing`
    if (found !== undefined && found.version !== version) return `${path} is not ${version}`
  }
  return existsSync(join(root, 'node_modules', '.bin', 'node')) ? undefined : 'Node is missing'
}

function packagesIn(lockfile) {
  const { packages } = JSON.parse(readFileSync(lockfile, 'utf8'))
  return new Map(Object.entries(packages).filter(([path]) => path.includes('node_modules/')))
}

function install(why) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(`Node ${process.versions.node} is too old: Hamlet needs 20 or newer to install its own.`)
  }
  process.stderr.write(`Installing what package-lock.json says (${why}); this takes a minute.\n`)
  const { npm_execpath: npm } = process.env
  const [program, args] = npm ? [process.execPath, [npm]] : ['npm', []]
  const { status } = spawnSync(program, [...args, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) fail('`npm ci` failed; what it said stands above.')
}

function build(what) {
  process.stderr.write(`Building ${what} from its sources; this takes some seconds.\n`)
  const node = join(root, 'node_modules', '.bin', 'node')
  const { status } = spawnSync(node, [join(root, 'scripts', 'build.mjs')], {
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) fail('The build failed; what it said stands above.')
}

function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
