import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { usedUnits } from '../client.ts'
import { runHamlet, startServer } from '../running-server.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { arrive, logInByPage } from './arrive.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

const SAMPLE = new URL('../../datasets/sample.csv', import.meta.url).pathname
const DECIDE = 'Make it an official decision'
const PRIZE = 'Congratulations! You won a free phone. Claim your prize now!'

describe('what the playground keeps, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope)
  })
  after(() => scope.disposeAsync())

  it('keeps text and source while somebody logs in, and not when they log out', async () => {
    const { page, person, leave } = await arrive(stage, '/account')
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('link', { name: 'To ham or not to ham' }).click()
    await boxOf(page).fill(PRIZE)
    await page.getByLabel('Where it comes from').selectOption('sms')
    await logInByPage(page, person)
    await page.getByRole('heading', { level: 1, name: 'To ham or not to ham' }).waitFor()
    assert.equal(await boxOf(page).inputValue(), PRIZE)
    assert.equal(await page.getByLabel('Where it comes from').inputValue(), 'sms')
    await page.getByRole('button', { name: DECIDE }).click()
    await decided(page).waitFor()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByText('What Hamlet thinks of your message will stand here.').waitFor()
    assert.equal(await boxOf(page).inputValue(), '')
    assert.equal(await decided(page).count(), 0)
    await leave()
  })

  it('shows a decision, and of which text it is, to whoever types while it is made', async () => {
    const { page, leave } = await arrive(stage, '/')
    const { promise: wait, resolve: goOn } = Promise.withResolvers<void>()
    await page.route('**/v1/classify', (route) => wait.then(() => route.continue()))
    await boxOf(page).fill(PRIZE)
    await page.getByRole('button', { name: DECIDE }).click()
    await boxOf(page).press('End')
    await boxOf(page).press('!')
    goOn()
    await decided(page).waitFor()
    const main = page.getByRole('main')
    assert.equal(await main.locator('q').textContent(), PRIZE)
    await assertAccessible(page)
    await page.getByRole('button', { name: DECIDE }).click()
    await main.locator('q').waitFor({ state: 'detached' })
    await boxOf(page).fill('')
    await page.getByText(`Of the text ${PRIZE}!`).waitFor()
    await leave()
  })

  it('takes one unit of whoever asks again after an answer that was lost', async () => {
    const { page, person, expectOutage, leave } = await arrive(stage, '/')
    expectOutage()
    const lose = async (route: Route) => {
      await route.fetch()
      await route.abort('connectionreset')
    }
    await page.route('**/v1/classify', lose, { times: 1 })
    await boxOf(page).fill(PRIZE)
    await page.getByRole('button', { name: DECIDE }).click()
    await page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
    assert.equal(await usedUnits(stage.server.url, person.token), 1)
    await page.getByRole('button', { name: DECIDE }).click()
    await decided(page).waitFor()
    assert.equal(await usedUnits(stage.server.url, person.token), 1)
    await boxOf(page).press('End')
    await boxOf(page).press('!')
    await page.getByRole('button', { name: DECIDE }).click()
    await decided(page).locator('..').locator('q').waitFor({ state: 'detached' })
    assert.equal(await usedUnits(stage.server.url, person.token), 2)
    await leave()
  })

  it('judges by the model that the server has now, when it decided or the window was left', async () => {
    const { page, expectOutage, leave } = await arrive(stage, '/')
    await boxOf(page).fill(PRIZE)
    const former = await shownProbability(page)
    const second = await page.context().newPage()
    await second.goto(page.url())
    await boxOf(second).fill(PRIZE)
    assert.equal(await shownProbability(second), former)
    expectOutage()
    await stage.server.stop()
    await serveAnotherModel(scope, stage)
    await page.getByRole('button', { name: DECIDE }).click()
    await decided(page)
      .getByText('The server decided by another model than the one that had judged the text here')
      .waitFor()
    const other = `data:not([value="${former}"])`
    await page.locator(other).first().waitFor()
    await second.evaluate(() =>
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true })),
    )
    await second.locator(other).first().waitFor()
    assert.equal(await shownProbability(second), await shownProbability(page))
    await leave()
  })
})

function boxOf(page: Page) {
  return page.getByLabel('Message', { exact: true })
}

function decided(page: Page) {
  return page.getByRole('status').filter({ hasText: 'Decided by the server' })
}

async function shownProbability(page: Page): Promise<string | null> {
  return page.locator('data').first().getAttribute('value')
}

/** Starts the server anew, at the same address, with a model that was learned from little. */
async function serveAnotherModel(scope: AsyncDisposableStack, { place, server }: Stage) {
  const path = join(place.DATA_DIR, 'other.hamlet')
  const { status } = await runHamlet([
    'train',
    '--data',
    SAMPLE,
    '--out',
    path,
    '--learner',
    'naive-bayes',
  ])
  assert.equal(status, 0)
  return startServer(scope, { ...place, MODEL_PATH: path, LOCAL_PORT: String(server.port) })
}
