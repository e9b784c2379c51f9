// Runs every test: once on the embedded database, and once more, where a database is concerned, on
// a real PostgreSQL that is started for it. Words after `npm test --` choose files by their name.
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { pathToFileURL } from 'node:url'
import chromium from '@sparticuz/chromium'
import { WITHOUT_BROWSER } from '../e2e/without-browser.ts'
import { startPostgres } from '../packages/server/src/testing/postgres-server.ts'
import { dumpEmbedded, makeTemplate } from '../packages/server/src/testing/prepare.ts'

const MINUTE_MS = 60_000

const words = process.argv.slice(2)
const files = globSync(['packages/*/src/**/*.test.ts', 'e2e/**/*.test.ts', 'bench/**/*.test.ts'], {
  exclude: ['**/node_modules/**'],
})
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort((a, b) => statSync(b).size - statSync(a).size)

const besideCode = files.filter((file) => !file.startsWith('e2e'))
const endToEnd = files.filter((file) => file.startsWith('e2e'))
const ofDatabases = besideCode.filter((file) =>
  /testing\/(?:harness|databases)\.ts'/u.test(readFileSync(file, 'utf8')),
)

const folder = mkdtempSync(join(tmpdir(), 'hamlet-test-'))
const [server, dump] = await Promise.all([
  startPostgres('off'),
  dumpEmbedded(folder),
  unpackBrowser(),
])
try {
  await makeTemplate(server.url)
  Object.assign(process.env, {
    TEST_POSTGRES: server.url,
    TEST_PGLITE_DUMP: dump,
    // What one process compiled, the next need not compile again.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
  })
  await runAll([
    // Files of e2e/ wait for processes of their own most of the time, so they come first.
    ...endToEnd.map((file) => resolve(file)),
    ...sharesOf('embedded', besideCode),
    ...sharesOf('postgres', ofDatabases),
  ])
} finally {
  await server.remove()
  rmSync(folder, { recursive: true })
}

/** Once for all: of two tests that start together, one would run what the other is still writing. */
async function unpackBrowser(): Promise<void> {
  if (endToEnd.length > 0 && WITHOUT_BROWSER === false) await chromium.executablePath()
}

/**
 * Deals test files out to as many processes as there are cores. A process of its own for each file
 * would load the service and compile the embedded database, seconds of work, again and again.
 *
 * @returns One file each that runs its share, each test file as a suite by its name.
 */
function sharesOf(database: 'embedded' | 'postgres', chosen: readonly string[]): string[] {
  const count = Math.min(availableParallelism(), chosen.length)
  return Array.from({ length: count }, (_, share) => {
    const suites = chosen
      .filter((_file, index) => index % count === share)
      .map((file) => {
        const url = pathToFileURL(resolve(file)).href
        return `describe(${JSON.stringify(`${file} (${database})`)}, () => import('${url}'))\n`
      })
    const file = join(folder, `${database}-${share + 1}.test.mjs`)
    const lines = ["import { describe } from 'node:test'\n", ...suites]
    writeFileSync(file, `process.env['TEST_DATABASE'] = '${database}'\n${lines.join('')}`)
    return file
  })
}

async function runAll(chosen: readonly string[]): Promise<void> {
  const tests = run({
    files: chosen,
    // Tests wait for disks and timers, too: one more process than there are cores keeps those busy.
    concurrency: availableParallelism() + 1,
    // The embedded database is WebAssembly, which is not worth optimising for some seconds.
    execArgv: ['--liftoff-only'],
    // What hangs fails, by its name, and in the end its process is stopped.
    timeout: 10 * MINUTE_MS,
    signal: AbortSignal.timeout(30 * MINUTE_MS),
  })
  tests.on('test:fail', () => {
    process.exitCode = 1
  })
  for await (const line of tests.compose(new spec())) process.stdout.write(line)
}
