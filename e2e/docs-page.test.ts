import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import chromium from '@sparticuz/chromium'
import { type Page, chromium as playwright } from 'playwright-core'
import { call, type Person, signUp, usedUnits } from './client.ts'
import { anyPlace } from './places.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { WITHOUT_BROWSER } from './without-browser.ts'

/** A busy machine draws slowly. */
const PATIENCE_MS = 30_000

describe('the interactive documentation, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let server: RunningServer
  let person: Person
  let operations: readonly Operation[]
  let page: Page
  let seen: Seen

  before(async () => {
    const [place, executablePath] = await Promise.all([anyPlace(scope), chromium.executablePath()])
    server = await startServer(scope, place)
    person = await signUp(server.url)
    operations = operationsOf((await call<Paths>(server.url, '/openapi.json')).body)
    const browser = await playwright.launch({
      executablePath,
      args: [...chromium.args, '--no-sandbox'],
    })
    scope.defer(() => browser.close())
    page = await browser.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    seen = watchPage(page)
    await page.goto(`${server.url}/docs`)
    await page.locator('.opblock').first().waitFor()
  })
  after(() => scope.disposeAsync())

  it('shows every tag and every operation', async () => {
    assert.ok(operations.length > 20)
    const tags = await page.locator('.opblock-tag').allInnerTexts()
    assert.deepEqual(
      new Set(tags.map((text) => text.trim())),
      new Set(operations.map(({ tag }) => tag)),
    )
    assert.equal(await page.locator('.opblock').count(), operations.length)
    for (const operation of operations) assert.equal(await blockOf(page, operation).count(), 1)
  })

  it('draws a padlock on every guarded route, and on no other', async () => {
    assert.ok(operations.some(({ isGuarded }) => !isGuarded))
    for (const operation of operations) {
      const padlocks = await blockOf(page, operation).locator('.authorization__btn').count()
      assert.equal(padlocks, operation.isGuarded ? 1 : 0, operation.id)
    }
  })

  it('logs in with username and password, and then classifies', async () => {
    await page.locator('.auth-wrapper button.authorize').click()
    const form = page.locator('.auth-container', { hasText: 'passwordLogIn' })
    await form.locator('#oauth_username').fill(person.username)
    await form.locator('#oauth_password').fill(person.password)
    await form.locator('.auth-btn-wrapper button.authorize').click()
    await form.getByText('Authorized', { exact: true }).waitFor()
    await page.locator('.close-modal').click()

    const block = page.locator('#operations-decisions-predictSentiment')
    await block.locator('.opblock-summary-control').click()
    await block.locator('.try-out__btn').click()
    const text_message = 'Congratulations! You won a free phone. Claim your prize now!'
    await block.locator('textarea').fill(JSON.stringify({ text_message }))
    await block.locator('.execute').click()
    const live = block.locator('.live-responses-table')
    await live.locator('.highlight-code').first().waitFor()
    assert.equal(await live.locator('td.response-col_status').last().textContent(), '200')
    const body = JSON.parse(
      (await live.locator('.highlight-code code').first().textContent()) ?? '',
    )
    assert.equal(body.text_message, text_message)
    assert.equal(body.spam_polarity, 'Spam')
    assert.equal(await usedUnits(server.url, person.token), 1)
  })

  it('asked nobody but its own server for anything, and nothing went wrong', () => {
    assert.ok(seen.requests.length > 5)
    const elsewhere = seen.requests.filter((url) => !isFrom(url, server.url))
    assert.deepEqual(elsewhere, [])
    assert.deepEqual(seen.troubles, [])
  })
})

interface Seen {
  readonly requests: readonly string[]
  /** Requests that failed, and errors and warnings of the console. */
  readonly troubles: readonly string[]
}

function watchPage(page: Page): Seen {
  const requests: string[] = []
  const troubles: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  page.on('requestfailed', (request) => troubles.push(`${request.url()} failed`))
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.url()} gave ${response.status()}`)
  })
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text())
  })
  return { requests, troubles }
}

/** Whether an address is of this server, or holds its content itself. */
function isFrom(address: string, url: string): boolean {
  return address.startsWith('data:') || address.startsWith('blob:') || address.startsWith(`${url}/`)
}

/** One operation of the document. */
interface Operation {
  readonly id: string
  readonly tag: string
  readonly isGuarded: boolean
}

interface Paths {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>
}

interface DescribedOperation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly security?: readonly object[]
}

function operationsOf({ paths }: Paths): readonly Operation[] {
  return Object.values(paths)
    .flatMap((path) => Object.values(path))
    .map(({ operationId, tags: [tag = ''], security = [] }) => ({
      id: operationId,
      tag,
      isGuarded: security.length > 0,
    }))
}

function blockOf(page: Page, { id, tag }: Operation) {
  return page.locator(`[id="operations-${tag}-${id}"]`)
}
