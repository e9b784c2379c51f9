import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { type Reason, SOURCES } from '@hamlet/classifier'
import type { Page } from 'playwright-core'
import { scriptedTexts } from '../../packages/classifier/src/testing/scripted-texts.ts'
import { call, signUp } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

const PRIZE = 'Congratulations! You won a free phone. Claim your prize now!'

const ASSETS = new URL('../../packages/web/dist/assets/', import.meta.url)

/** What a first visit may load of JavaScript, compressed by gzip. */
const BUDGET_BYTES = 250_000

describe('the playground, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope, { MONTHLY_QUOTA: '100000' })
  })
  after(() => scope.disposeAsync())

  it('judges at every key what a stranger types, colours it, and says the same in a table', async () => {
    const { page, leave } = await stage.visit()
    await page.getByText('What Hamlet thinks of your message will stand here.').waitFor()
    const box = page.getByLabel('Message', { exact: true })
    const seen = new Set<string>()
    for (const key of 'free prize') {
      await box.press(key === ' ' ? 'Space' : key)
      seen.add(await shownProbability(page))
    }
    assert.ok(seen.size > 5, [...seen].join(' '))
    await box.fill(PRIZE)
    await page.locator('[data-verdict="spam"], [data-verdict="discard"]').waitFor()

    const prize = page.locator('mark', { hasText: 'prize' })
    assert.match((await prize.getAttribute('title')) ?? '', /^\+\d\.\d\d$/u)
    assert.match((await prize.getAttribute('data-strength')) ?? '', /^[1-4]$/u)
    const row = page.getByRole('row', { name: /^prize spam \+/u })
    assert.equal(await row.locator('td').last().textContent(), await prize.getAttribute('title'))
    await assertAddsUp(page)
    const first = await page.locator('main tbody tr').count()
    await page.getByRole('button', { name: /^Show all \d+$/u }).click()
    assert.ok((await page.locator('main tbody tr').count()) > first)
    await assertAddsUp(page)
    await assertAccessible(page)
    await box.fill('free money, free money')
    // The model's answer follows the text.
    await page.locator('mark[title$=" together, 2 times"]', { hasText: 'money' }).last().waitFor()
    await box.fill('   ')
    await page.getByText('What Hamlet thinks of your message will stand here.').waitFor()
    await leave()
  })

  it('speaks Brazilian Portuguese to whoever reads it, examples too, and English when told to', async () => {
    const { page, leave } = await stage.visit('/', { locale: 'pt-BR' })
    await page.getByRole('heading', { level: 1, name: 'É spam ou não é?' }).waitFor()
    assert.equal(await page.title(), 'É spam ou não é? · Hamlet')
    assert.equal(await page.locator('html').getAttribute('lang'), 'pt-BR')
    await page.getByRole('button', { name: /^Parabéns!/u }).click()
    await page.getByText('Probabilidade de spam').waitFor()
    await page.getByRole('cell', { name: 'quantidade de dígitos' }).waitFor()
    await page.getByLabel('Idioma').selectOption('en')
    await page.getByText('Spam probability').waitFor()
    await page.getByRole('cell', { name: 'number of digits' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'To ham or not to ham' }).waitFor()
    await leave()
  })

  it('is as dark as the system until somebody switches, and then stays as they chose', async () => {
    const { page, leave } = await stage.visit()
    const toDark = page.getByRole('button', { name: 'Dark colours' })
    const toLight = page.getByRole('button', { name: 'Light colours' })
    await toDark.waitFor()
    assert.ok((await brightness(page)) > 200)
    await toDark.click()
    await toLight.waitFor()
    assert.ok((await brightness(page)) < 60)
    await page.reload()
    await toLight.waitFor()
    assert.ok((await brightness(page)) < 60)
    await toLight.press('Enter')
    await toDark.waitFor()
    assert.ok((await brightness(page)) > 200)
    await leave()
    const night = await stage.visit('/', { colorScheme: 'dark' })
    await night.page.getByRole('button', { name: 'Light colours' }).waitFor()
    assert.ok((await brightness(night.page)) < 60)
    await night.leave()
  })

  it('lets the keyboard skip header and navigation', async () => {
    const { page, leave } = await stage.visit()
    const box = page.getByLabel('Message', { exact: true })
    await box.waitFor()
    const skip = page.getByRole('link', { name: 'Skip to content' })
    assert.ok(((await skip.boundingBox())?.y ?? 0) < 0)
    await page.keyboard.press('Tab')
    assert.equal(await page.locator(':focus').textContent(), 'Skip to content')
    assert.ok(((await skip.boundingBox())?.y ?? -1) >= 0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    assert.ok(await box.evaluate((element) => element === document.activeElement))
    await leave()
  })

  it('gives of 500 texts the very probabilities that the server gives, to the last bit, and its reasons', async () => {
    const { page, leave } = await stage.visit()
    await page.getByText('What Hamlet thinks of your message will stand here.').waitFor()
    const typed = scriptedTexts(700, 11)
      .map(({ text }) => text)
      .filter((text) => text.isWellFormed() && !text.includes('\0') && text.trim() !== '')
      .slice(0, 500)
    assert.equal(typed.length, 500)
    const { token } = await signUp(stage.server.url)
    const sources = ['', ...SOURCES]
    for (const [i, source] of sources.entries()) {
      await page.getByLabel('Where it comes from').selectOption(source)
      const part = typed.filter((_, place) => place % sources.length === i)
      const here = await page.evaluate(typeAll, part)
      const seen = new Set(here.map(({ probability }) => probability))
      assert.ok(seen.size > 0.6 * part.length, `${seen.size}`)
      const there = await Promise.all(here.map(({ text }) => decide(stage, token, text, source)))
      assert.deepEqual(
        here.map(({ probability }) => Number(probability)),
        there.map((decision) => decision.spam_probability),
      )
      await page.getByLabel('Message', { exact: true }).fill(PRIZE)
      await page.locator('mark', { hasText: 'Congratulations' }).waitFor()
      // The table stays whole.
      if (i === 0) await page.getByRole('button', { name: /^Show all \d+$/u }).click()
      const { reasons = [] } = await decide(stage, token, PRIZE, source)
      const words = reasons.flatMap(({ piece, contribution, start }) =>
        start === undefined ? [] : `${piece} ${contribution.toFixed(2)}`,
      )
      assert.ok(words.length > 8)
      const shown = await shownReasons(page)
      assert.deepEqual(
        words.filter((word) => !shown.has(word)),
        [],
        source,
      )
    }
    await leave()
  })

  it('loads the model once: the next visit asks by its hash and gets 304', async () => {
    const { page, leave } = await stage.visit()
    await page.getByText('What Hamlet thinks of your message will stand here.').waitFor()
    const before = timesUnchanged(stage.server.log())
    await page.reload()
    await page.getByText('What Hamlet thinks of your message will stand here.').waitFor()
    assert.equal(timesUnchanged(stage.server.log()), before + 1)
    await leave()
  })

  it('keeps WCAG 2.2 AA, while it loads, empty and with a verdict, on a phone too', async () => {
    const { page, leave } = await stage.visit()
    const { promise, resolve } = Promise.withResolvers<void>()
    await page.route('**/v1/models/champion/file', (route) => promise.then(() => route.continue()))
    await page.reload()
    await page.getByRole('img', { name: 'Loading' }).waitFor()
    await assertAccessible(page)
    resolve()
    await page.getByText('What Hamlet thinks of your message will stand here.').waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: /^Congratulations!/u }).click()
    await page.locator('[data-verdict]').waitFor()
    await assertAccessible(page)
    await page.setViewportSize({ width: 360, height: 740 })
    await assertAccessible(page)
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    assert.equal(overflow, 0)
    await leave()
  })

  it('says that it is loading, to whoever does not see the dots, too', async () => {
    const { page, leave } = await stage.visit('/log-in')
    const { promise: wait, resolve: goOn } = Promise.withResolvers<void>()
    await page.route('**/v1/models/champion/file', (route) => wait.then(() => route.continue()))
    await page.getByRole('link', { name: 'To ham or not to ham' }).click()
    await page.getByRole('status').getByRole('img', { name: 'Loading' }).waitFor()
    await assertAccessible(page)
    goOn()
    await page.getByText('What Hamlet thinks of your message will stand here.').waitFor()
    await leave()
  })

  it('tells a stranger the address of nothing, and lets them go on', async () => {
    const { page, leave } = await stage.visit('/nowhere')
    await page.getByRole('heading', { level: 1, name: 'Nothing here' }).waitFor()
    await page.getByRole('link', { name: 'To ham or not to ham' }).click()
    await page.getByRole('heading', { level: 1, name: 'To ham or not to ham' }).waitFor()
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1')
    await leave()
  })

  it(`loads at most ${BUDGET_BYTES} bytes of JavaScript first, compressed by gzip`, async (t) => {
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

interface Decided {
  readonly spam_probability: number
  readonly reasons?: readonly Reason[]
}

/** What the server says of a text, with all of its reasons. */
async function decide({ server }: Stage, token: string, text: string, source: string) {
  const json = { text, reasons: 50, ...(source !== '' && { source }) }
  const { status, body } = await call<Decided>(server.url, '/v1/classify', { token, json })
  assert.equal(status, 200)
  return body
}

/** What the table tells: pieces and what they add. */
async function shownReasons(page: Page): Promise<ReadonlySet<string>> {
  const rows = await page
    .locator('main tbody tr')
    .evaluateAll((all) =>
      all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
    )
  return new Set(
    rows.map(
      ([piece, , value = '']) => `${piece} ${value.replace('\u2212', '-').replace('+', '')}`,
    ),
  )
}

function shownProbability(page: Page): Promise<string> {
  return page.locator('data').evaluate((element) => (element as HTMLDataElement).value)
}

/** Holds the table of reasons to its last line, which is the log-odds of the text. */
async function assertAddsUp(page: Page): Promise<void> {
  const cells = await page.locator('main tr td:last-child').allTextContents()
  const numbers = cells.map((cell) => Number(cell.replace('\u2212', '-')))
  const sum = numbers.pop() ?? Number.NaN
  const added = numbers.reduce((total, number) => total + number, 0)
  // Each is shown with two digits behind the point.
  assert.ok(Math.abs(added - sum) <= 0.005 * (numbers.length + 1), `${cells}`)
}

/** How bright the page's ground is, 0 to 255: it is grey. */
async function brightness(page: Page): Promise<number> {
  const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  return Number(/^rgb\((\d+)/u.exec(colour)?.[1])
}

/** How often the browser was told that the model it has is still the right one. */
function timesUnchanged(log: string): number {
  return log.split('\n').filter((line) => /models\/champion\/file/u.test(line) && /304/u.test(line))
    .length
}

/** Runs in the page: types each text, and reads what stands there then, text and probability. */
async function typeAll(texts: readonly string[]) {
  const box = document.querySelector('textarea')
  const write = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set
  const shown: { text: string; probability: string }[] = []
  for (const text of texts) {
    write?.call(box, text)
    box?.dispatchEvent(new Event('input', { bubbles: true }))
    // After React's own work, and without the rest that timers take.
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = resolve
      port2.postMessage(undefined)
    })
    const probability = document.querySelector('data')?.value ?? 'none'
    shown.push({ text: box?.value ?? '', probability })
  }
  return shown
}

async function gzippedBytes(url: string): Promise<number> {
  const name = new URL(url).pathname.replace(/^.*\//u, '')
  return gzipSync(await readFile(new URL(name, ASSETS)), { level: 9 }).length
}
