// Runs every test: once on the embedded database, and once more, where a database is concerned, on
// a real PostgreSQL that is started for it. Words after `npm test --` choose files by their name.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../packages/server/src/testing/postgres-server.ts'
import { dumpEmbedded, makeTemplate } from '../packages/server/src/testing/prepare.ts'

const words = process.argv.slice(2)
const files = globSync(['packages/*/src/**/*.test.ts', 'e2e/**/*.test.ts', 'bench/**/*.test.ts'])
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort()

/** A test beside the code that opens a database runs on both kinds; those in e2e/ choose themselves. */
const concernsDatabase = (file: string) =>
  !file.startsWith('e2e') && /testing\/(?:harness|databases)\.ts'/u.test(readFileSync(file, 'utf8'))

const folder = mkdtempSync(join(tmpdir(), 'hamlet-test-'))
const [server, dump] = await Promise.all([startPostgres('off'), dumpEmbedded(folder)])
try {
  await makeTemplate(server.url)
  const shared = {
    TEST_POSTGRES: server.url,
    TEST_PGLITE_DUMP: dump,
    // What one file's process compiled, the next need not compile again.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
  }
  const onEmbedded = await run(files, { ...shared, TEST_DATABASE: 'embedded' })
  const onPostgres = await run(files.filter(concernsDatabase), {
    ...shared,
    TEST_DATABASE: 'postgres',
  })
  process.exitCode = onEmbedded || onPostgres
} finally {
  await server.remove()
  rmSync(folder, { recursive: true })
}

async function run(
  chosen: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  if (chosen.length === 0) return 0
  process.stdout.write(`\n${chosen.length} test files, database: ${env['TEST_DATABASE']}\n`)
  // Files wait for disks and timers, too: one more than there are cores keeps those busy.
  const concurrency = `--test-concurrency=${availableParallelism() + 1}`
  // The embedded database is WebAssembly, which is not worth optimising for some seconds.
  const flags = ['--liftoff-only', '--test', concurrency]
  const options = { stdio: 'inherit', env: { ...process.env, ...env } } as const
  const runner = spawn(process.execPath, [...flags, ...chosen], options)
  const [code] = await once(runner, 'exit')
  return code ?? 1
}
