// Runs every test: once on the embedded database, and once more, where a database is concerned, on
// a real PostgreSQL that is started for it. Words after `npm test --` choose files by their name.
import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../packages/server/src/testing/postgres-server.ts'
import { dumpEmbedded, makeTemplate } from '../packages/server/src/testing/prepare.ts'

const words = process.argv.slice(2)
const files = globSync(['packages/*/src/**/*.test.ts', 'e2e/**/*.test.ts', 'bench/**/*.test.ts'])
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort()

/** A test that opens a database does it through the harness, and runs on both kinds. */
const concernsDatabase = (file: string) =>
  readFileSync(file, 'utf8').includes('testing/harness.ts') ||
  readFileSync(file, 'utf8').includes('testing/databases.ts')

const folder = mkdtempSync(join(tmpdir(), 'hamlet-test-'))
const [server, dump] = await Promise.all([startPostgres('off'), dumpEmbedded(folder)])
try {
  await makeTemplate(server.url)
  const shared = { TEST_POSTGRES: server.url, TEST_PGLITE_DUMP: dump }
  const onEmbedded = run(files, { ...shared, TEST_DATABASE: 'embedded' })
  const onPostgres = run(files.filter(concernsDatabase), { ...shared, TEST_DATABASE: 'postgres' })
  process.exitCode = onEmbedded || onPostgres
} finally {
  await server.remove()
  rmSync(folder, { recursive: true })
}

function run(chosen: readonly string[], env: Readonly<Record<string, string>>): number {
  if (chosen.length === 0) return 0
  process.stdout.write(`\n${chosen.length} test files, database: ${env['TEST_DATABASE']}\n`)
  const options = { stdio: 'inherit', env: { ...process.env, ...env } } as const
  const { status } = spawnSync(process.execPath, ['--test', ...chosen], options)
  return status ?? 1
}
