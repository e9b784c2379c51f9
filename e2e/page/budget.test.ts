import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { openStage, type Stage, WITHOUT_BROWSER } from './stage.ts'

const ASSETS = new URL('../../packages/web/dist/assets/', import.meta.url)

/** What a first visit may load of JavaScript, compressed by gzip. */
const BUDGET_BYTES = 250_000

describe('the first load of the page', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope)
  })
  after(() => scope.disposeAsync())

  it(`takes at most ${BUDGET_BYTES} bytes of JavaScript, compressed by gzip`, async (t) => {
    const { page, leave } = await stage.visit()
    await page.getByLabel('Message', { exact: true }).fill('a text')
    await page.locator('data').waitFor()
    const urls = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    )
    const scripts = [...new Set(urls.filter((url) => url.endsWith('.js')))]
    assert.ok(scripts.length > 2)
    const sizes = await Promise.all(scripts.map(gzippedBytes))
    const total = sizes.reduce((sum, size) => sum + size, 0)
    t.diagnostic(`${total} bytes in ${scripts.length} files`)
    assert.ok(total > 50_000 && total <= BUDGET_BYTES, `${total}`)
    await leave()
  })
})

async function gzippedBytes(url: string): Promise<number> {
  const name = new URL(url).pathname.replace(/^.*\//u, '')
  return gzipSync(await readFile(new URL(name, ASSETS)), { level: 9 }).length
}
