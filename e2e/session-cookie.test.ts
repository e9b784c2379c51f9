import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import chromium from '@sparticuz/chromium'
import { type BrowserContext, type Page, chromium as playwright } from 'playwright-core'
import { type Person, signUp } from './client.ts'
import { anyPlace } from './places.ts'
import { type RunningServer, startServer } from './running-server.ts'
import { WITHOUT_BROWSER } from './without-browser.ts'

describe('a session in a cookie, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let server: RunningServer
  let person: Person
  let context: BrowserContext
  let page: Page

  before(async () => {
    const [place, executablePath] = await Promise.all([anyPlace(scope), chromium.executablePath()])
    server = await startServer(scope, place)
    person = await signUp(server.url)
    const args = [...chromium.args, '--no-sandbox']
    const browser = await playwright.launch({ executablePath, args })
    scope.defer(() => browser.close())
    context = await browser.newContext()
    page = await openPage()
  })
  after(() => scope.disposeAsync())

  const openPage = async () => {
    const opened = await context.newPage()
    await opened.goto(`${server.url}/docs`)
    return opened
  }

  const cookies = async () =>
    (await context.cookies()).map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))

  it('is kept where no script sees it', async () => {
    const { username, password } = person
    const reply = await post(page, '/login/', { username, password, session: 'cookie' })
    assert.equal(reply.status, 200)
    assert.match(reply.body, /"access_token"/u)
    assert.doesNotMatch(reply.body, /hr_|refresh_token/u)
    assert.equal(await page.evaluate('document.cookie'), '')
    const name = `hamlet-session-${server.port}`
    assert.deepEqual(await cookies(), [{ name, httpOnly: true, sameSite: 'Strict' }])
  })

  it('outlives a page, and two tabs that refresh it at once both go on', async () => {
    await page.reload()
    const tab = await openPage()
    for (let round = 0; round < 3; round++) {
      const replies = await Promise.all([refresh(page), refresh(tab)])
      assert.deepEqual(
        replies.map(({ status }) => status),
        [200, 200],
      )
    }
    await tab.close()
  })

  it('is of no use without the header, nor to a page of another site', async () => {
    assert.equal((await post(page, '/login/refresh', {}, {})).status, 403)
    const stranger = await context.newPage()
    await stranger.goto(`${server.url.replace('127.0.0.1', 'localhost')}/docs`)
    const failed = await refresh(stranger, server.url).catch((error: Error) => error.message)
    assert.match(String(failed), /Failed to fetch/u)
    await stranger.close()
    assert.equal((await refresh(page)).status, 200)
  })

  it('is gone after logging out', async () => {
    assert.equal((await post(page, '/logout', null)).status, 204)
    assert.deepEqual(await cookies(), [])
    assert.equal((await refresh(page)).status, 401)
  })
})

const OF_PAGE = { 'x-hamlet-session': '1' }

const refresh = (page: Page, url = '') => post(page, `${url}/login/refresh`, {})

/** Sends JSON from within a page. */
function post(page: Page, url: string, body: object | null, headers: object = OF_PAGE) {
  const request = {
    method: 'POST',
    credentials: 'include',
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  }
  const script = `fetch(${JSON.stringify(url)}, ${JSON.stringify(request)})
    .then(async (reply) => ({ status: reply.status, body: await reply.text() }))`
  return page.evaluate<{ readonly status: number; readonly body: string }>(script)
}
