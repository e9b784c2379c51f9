import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

describe('parts of the page that cannot be loaded, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope)
  })
  after(() => scope.disposeAsync())

  it('says that the server has a newer page, where a screen is gone, and loads it', async () => {
    const { page, expectRefusal, leave } = await stage.visit('/log-in')
    await page.getByRole('heading', { level: 1, name: 'Log in' }).waitFor()
    // After an upgrade the files of the page before are gone, and its entry has another name.
    await page.route(/\/assets\/screen-[\w-]+\.js$/u, (route) =>
      route.continue({ url: new URL('gone.js', route.request().url()).href }),
    )
    await page.route(/\/app\/$/u, async (route) => {
      if (route.request().isNavigationRequest()) return route.continue()
      const response = await route.fetch()
      const body = (await response.text()).replace(/assets\/index-[\w-]+\.js/u, 'assets/new.js')
      await route.fulfill({ response, body })
    })
    expectRefusal(404, '/app/assets/gone.js')
    await page.getByRole('link', { name: 'To ham or not to ham' }).click()
    const alert = page.getByRole('alert')
    await alert.getByText('The server has a newer page now').waitFor()
    assert.doesNotMatch((await alert.textContent()) ?? '', /log/u)
    await assertAccessible(page)
    await page.unrouteAll()
    await page.getByRole('button', { name: 'Load the page anew' }).click()
    await page.getByLabel('Message', { exact: true }).waitFor()
    await leave()
  })

  it('keeps its language, and says so, while the texts of another cannot be loaded', async () => {
    const { page, expectOutage, leave } = await stage.visit()
    await page.getByLabel('Message', { exact: true }).fill('a prize')
    await page.locator('data').waitFor()
    expectOutage()
    await stage.server.stop()
    await page.getByLabel('Language').selectOption('pt-BR')
    await page.getByText('The texts of that language could not be loaded').waitFor()
    await page.getByRole('heading', { level: 1, name: 'To ham or not to ham' }).waitFor()
    assert.equal(await page.getByLabel('Language').inputValue(), 'en')
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
    await page.getByText('Spam probability').waitFor()
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Many at once' }).click()
    await page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
    await stage.startAgain()
    await page.getByRole('link', { name: 'To ham or not to ham' }).click()
    await page.getByLabel('Language').selectOption('pt-BR')
    await page.getByRole('heading', { level: 1, name: 'É spam ou não é?' }).waitFor()
    await page.getByText('Probabilidade de spam').waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'É spam ou não é?' }).waitFor()
    await leave()
  })

  it('says in both languages that its texts did not come, and has them when it is loaded anew', async () => {
    const { page, expectOutage, leave } = await stage.visit()
    expectOutage()
    const texts = /\/assets\/texts\.en-[\w-]+\.js$/u
    await page.route(texts, (route) => route.abort('connectionreset'))
    await page.reload()
    const alert = page.getByRole('alert')
    await alert.getByText('A part of the page could not be loaded.').waitFor()
    await alert.locator('[lang="pt-BR"]').waitFor()
    await page.unrouteAll()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'To ham or not to ham' }).waitFor()
    await leave()
  })
})
