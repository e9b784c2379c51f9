import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { ADMIN, ADMIN_SETTINGS } from '../admin.ts'
import { signUp } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { arrive, logInByPage, typeLogIn } from './arrive.ts'
import { revokeOthers } from './live-sessions.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

describe('the end of a session, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope, ADMIN_SETTINGS)
  })
  after(() => scope.disposeAsync())

  it('that the server brought about is said where one logs in, in every tab, until somebody does', async () => {
    const { page, person, expectRefusal, leave } = await arrive(stage, '/account')
    const second = await page.context().newPage()
    // What it is still asking for would be refused, too.
    await second.goto(`${stage.server.url}/app/usage`, { waitUntil: 'networkidle' })
    await second.getByText('units left').first().waitFor()
    await revokeOthers(stage.server.url, person)
    expectRefusal(401, '/users/me/keys')
    expectRefusal(401, '/login/refresh')
    await page.getByRole('link', { name: 'API keys' }).click()
    const alert = page.getByRole('alert')
    await alert.getByText('Your session has ended. Log in again.').waitFor()
    assert.match((await alert.locator('code').textContent()) ?? '', /^[\w-]{8,}$/u)
    await assertAccessible(page)
    await second.getByRole('alert').getByText('Your session has ended.').waitFor()
    assert.equal(await second.getByRole('alert').locator('code').count(), 0)

    await typeLogIn(page, person)
    await page.getByRole('heading', { level: 1, name: 'API keys' }).waitFor()
    await second.getByRole('heading', { level: 1, name: 'Usage' }).waitFor()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('banner').getByRole('link', { name: 'Log in' }).click()
    await page.getByLabel('Username or e-mail').waitFor()
    assert.equal(await page.getByText('Your session has ended.').count(), 0)
    await leave()
  })

  it('by logging out leaves the next at the beginning, not where the last one was', async () => {
    const person = await signUp(stage.server.url)
    const { page, leave } = await stage.visit('/log-in?next=/admin/accounts?q=private')
    await typeLogIn(page, ADMIN)
    await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor()
    assert.match(page.url(), /q=private$/u)
    const second = await page.context().newPage()
    await second.goto(`${stage.server.url}/app/history`, { waitUntil: 'networkidle' })
    await second.getByRole('heading', { level: 1, name: 'History' }).waitFor()
    await page.getByRole('button', { name: 'Log out' }).click()
    for (const tab of [page, second]) await assertAtBeginning(tab)
    await logInByPage(page, person)
    await assertAtBeginning(page)
    await leave()
  })

  it('leads back only to screens that are for whoever logs in', async () => {
    const person = await signUp(stage.server.url)
    for (const next of [
      '/admin/accounts',
      '/log-in',
      '/log-in?next=/log-in',
      '/nowhere',
      '//usage',
    ]) {
      const { page, leave } = await stage.visit(`/log-in?next=${encodeURIComponent(next)}`)
      await typeLogIn(page, person)
      await assertAtBeginning(page)
      await leave()
    }
    const { page, leave } = await stage.visit('/history?verdict=spam')
    await page.waitForURL(/log-in\?next=/u)
    await typeLogIn(page, person)
    await page.getByRole('heading', { level: 1, name: 'History' }).waitFor()
    assert.match(page.url(), /\/app\/history\?verdict=spam$/u)
    await leave()
  })

  it('is under way once, however often it is asked for, and takes what was said with it', async () => {
    const { page, leave } = await arrive(stage, '/account')
    const { promise: until, resolve: release } = Promise.withResolvers<void>()
    let asked = 0
    await page.route('**/logout', async (route) => {
      asked++
      await until
      await route.continue()
    })
    await page.getByLabel('Full name').fill('Ofelia do Lago')
    await page.getByRole('button', { name: 'Save' }).click()
    const saved = page.getByText('Your profile is saved.')
    await saved.waitFor()
    await page.getByLabel('Full name').fill('Ofelia do Mar')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Save' }).and(page.locator(':disabled')).waitFor()
    // The former one fades meanwhile.
    await page.waitForTimeout(1000)
    assert.equal(await saved.count(), 1)

    // Whoever points at it keeps it there.
    await saved.hover()
    await page.getByRole('button', { name: 'Log out' }).focus()
    await page.keyboard.press('Enter')
    await page
      .getByRole('button', { name: 'Log out' })
      .and(page.locator('[data-loading]'))
      .waitFor()
    await page.keyboard.press('Enter')
    release()
    await assertAtBeginning(page)
    await saved.waitFor({ state: 'detached', timeout: 2000 })
    assert.equal(asked, 1)
    await leave()
  })

  it('is noticed by a page that the browser had put aside meanwhile', async () => {
    const { page, leave } = await arrive(stage, '/usage')
    await page.getByText('units left').first().waitFor()
    // Its own change of the word is none that a tab hears of.
    await page.evaluate(() => localStorage.removeItem('hamlet.session'))
    await page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    )
    await assertAtBeginning(page)
    await leave()
  })
})

/** A stranger, or whoever is here now, looks at the first screen, and the address tells of no other. */
async function assertAtBeginning(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'To ham or not to ham' }).waitFor()
  assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/app/')
}
