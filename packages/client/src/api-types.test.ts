import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const GENERATOR = fileURLToPath(
  new URL('bin/cli.js', import.meta.resolve('openapi-typescript/package.json')),
)
const DOCUMENT = fileURLToPath(new URL('../../../docs/openapi.json', import.meta.url))
const WRITTEN = new URL('api-types.ts', import.meta.url)

it('the types are those of docs/openapi.json; `npm run client-types` writes them anew', async () => {
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [GENERATOR, DOCUMENT], { maxBuffer: 2 ** 26 })
  assert.ok(stdout.includes('export interface paths'))
  assert.equal(await readFile(WRITTEN, 'utf8'), stdout)
})
