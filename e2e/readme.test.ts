import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { anyPlace } from './places.ts'
import { startServer } from './running-server.ts'

describe('the walk through the API', { concurrency: 2 }, () => {
  for (const name of ['README.md', 'README.pt-BR.md']) {
    it(`of ${name} goes as it is written, with the answers that it shows`, async () => {
      await using scope = new AsyncDisposableStack()
      const steps = stepsOf(await readFile(new URL(`../${name}`, import.meta.url), 'utf8'))
      assert.ok(steps.length >= 3)
      const { port } = await startServer(scope, await anyPlace(scope))
      const printed = await walk(steps, port)
      for (const [i, { shown }] of steps.entries()) {
        if (shown === undefined) continue
        const real: unknown = JSON.parse(printed[i] ?? '')
        assert.deepEqual(outlineOf(real), outlineOf(JSON.parse(shown)), `step ${i + 1}`)
      }
      assert.ok(printed.some((text) => text.includes('"spam_polarity"')))
    })
  }
})

describe('the pictures of the page', () => {
  it('are all shown, in light and dark, and there are no others; none is large', async () => {
    const folder = new URL('../docs/images/', import.meta.url)
    const texts = await Promise.all(
      ['README.md', 'README.pt-BR.md'].map((name) =>
        readFile(new URL(`../${name}`, import.meta.url), 'utf8'),
      ),
    )
    const shown = texts.flatMap((text) => [
      ...text.matchAll(/(?:src|srcset)="docs\/images\/([^"]+)"/gu),
    ])
    const files = await readdir(folder)
    assert.deepEqual(shown.map(([, file]) => file).sort(), files.sort())
    for (const file of files) {
      const { size } = await stat(new URL(file, folder))
      assert.ok(size <= 160_000, `${file} has ${size} bytes`)
    }
  })
})

/** Commands as they are written, and the answer that is shown below them. */
interface Step {
  readonly commands: string
  readonly shown: string | undefined
}

function stepsOf(readme: string): readonly Step[] {
  const [, section = ''] = /<!-- walk -->(.*)<!-- \/walk -->/su.exec(readme) ?? []
  const steps = section.matchAll(/^```sh\n(.*?)^```$(?:\s+^```json\n(.*?)^```$)?/gmsu)
  return [...steps].map(([, commands = '', shown]) => ({ commands, shown }))
}

/** Stands on a line of its own between what two steps print. */
const MARK = '--- next step ---'

/** Runs all steps in one shell. @returns What each of them printed. */
async function walk(steps: readonly Step[], port: number): Promise<readonly string[]> {
  const script = steps
    .map(({ commands }) => commands.replaceAll('127.0.0.1:8000', `127.0.0.1:${port}`))
    .join(`printf '\\n%s\\n' '${MARK}'\n`)
  const options = { timeout: 60_000 }
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], options)
  return stdout.split(`\n${MARK}\n`)
}

/** Fields whose values, and not only their kind, are the same at every walk. */
const FIXED = ['spam_polarity', 'label', 'username', 'role', 'month_used_amount', 'used', 'limit']

/** Names and kinds of all fields, at any depth; of a list, those that its items have together. */
function outlineOf(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return [outlineOf(Object.assign({}, ...value))]
  if (typeof value !== 'object' || value === null) {
    return FIXED.includes(name) || value === null ? value : typeof value
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, outlineOf(part, key)]))
}
