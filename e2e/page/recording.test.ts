import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { allDecisions, signUp, usedUnits } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { arrive, logInByPage } from './arrive.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

const UNITS = 10

const BATCH = '**/v1/classify/batch'

const lineOf = (row: number) => `See you at six, number ${row}`

describe('recording rows, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope, { MONTHLY_QUOTA: String(UNITS) })
  })
  after(() => scope.disposeAsync())

  it('asks again for rows that took the last units when their answer was lost', async () => {
    const { page, person, expectOutage, leave } = await arrive(stage, '/many')
    await judge(page, UNITS)
    expectOutage()
    await page.route(BATCH, loseAnswer)
    await hurry(page)
    await page.getByRole('button', { name: `Record rows: ${UNITS}` }).click()
    const main = page.getByRole('main')
    await main.getByText('The server cannot be reached.').waitFor()
    await main.getByText(`as no answer came: ${UNITS}.`).waitFor()
    assert.equal(await main.getByText(/^Rows left|^Rows that will find/u).count(), 0)
    assert.equal(await main.getByRole('button', { name: 'Save the rows that are left' }).count(), 0)
    await assertAccessible(page)
    assert.equal(await usedUnits(stage.server.url, person.token), UNITS)
    await page.unroute(BATCH)
    await main.getByRole('button', { name: 'Ask again', exact: true }).click()
    await main.getByText('Everything is recorded').waitFor()
    await main.getByText(`Rows recorded: ${UNITS}`).waitFor()
    assert.equal((await allDecisions(stage.server.url, person.token)).length, UNITS)
    await leave()
  })

  it('sends nothing of one person in the name of the next', async () => {
    const { page, person, expectRefusal, leave } = await arrive(stage, '/many')
    const next = await signUp(stage.server.url)
    await judge(page, 2)
    let tries = 0
    await page.route(BATCH, async (route) => {
      if (tries++ < 3) await route.fulfill({ status: 503, body: '' })
      else await route.continue()
    })
    for (let i = 0; i < 3; i++) expectRefusal(503, '/v1/classify/batch')
    await page.getByRole('button', { name: 'Record rows: 2' }).click()
    await waitFor(() => tries === 3)
    // Before the fourth try there are four seconds.
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.message())
      return asked.length === 1 ? dialog.dismiss() : dialog.accept()
    })
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('button', { name: 'Log out' }).click()
    await logInByPage(page, next)
    assert.deepEqual(
      asked.map((words) => words.slice(0, 24)),
      Array(2).fill('Rows are being recorded.'),
    )
    await page.waitForTimeout(5000)
    assert.equal(tries, 3)
    for (const { token } of [person, next]) {
      assert.equal(await usedUnits(stage.server.url, token), 0)
    }
    await leave()
  })

  it('is stopped though a batch gets no answer, and ends though the units left are not told', async () => {
    const { page, person, expectOutage, leave } = await arrive(stage, '/many')
    await judge(page, 3)
    expectOutage()
    const { promise: until, resolve: release } = Promise.withResolvers<void>()
    await page.route(BATCH, (route) => until.then(() => route.abort()), { times: 1 })
    await page.getByRole('button', { name: 'Record rows: 3' }).click()
    await page.getByText('Recorded: 0 of 3').waitFor()
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('as no answer came: 3.').waitFor()
    release()
    assert.equal(await page.getByRole('button', { name: 'Another file' }).isEnabled(), true)

    const { promise: known, resolve: tell } = Promise.withResolvers<void>()
    await page.route('**/v1/usage', (route) => known.then(() => route.continue()))
    await page.getByRole('button', { name: 'Ask again', exact: true }).click()
    await page.getByText('Everything is recorded').waitFor()
    tell()
    assert.equal(await usedUnits(stage.server.url, person.token), 3)
    await leave()
  })

  it('begins with the column that was chosen, when the model has to be asked for twice', async () => {
    const { page, expectOutage, leave } = await stage.visit('/many')
    await choose(page, 'posts.csv', 'id,text,note\n1,free prize,Running late\n')
    await page.getByLabel('Column with the messages').selectOption('note')
    expectOutage()
    await page.route('**/v1/models/champion/file', (route) => route.abort(), { times: 1 })
    await page.getByRole('button', { name: 'Judge the messages' }).click()
    await page.getByRole('alert').waitFor()
    assert.equal(await page.getByLabel('Column with the messages').inputValue(), '2')
    await page.getByRole('button', { name: 'Judge the messages' }).click()
    await page.locator('tbody').getByText('Running late').waitFor()
    await leave()
  })

  it('shows what was judged, though word of how far it was comes later', async () => {
    const { page, leave } = await stage.visit('/')
    await page.evaluate(delayPorts)
    await page.getByRole('link', { name: 'Many at once' }).click()
    const rows = Array.from({ length: 60_000 }, (_, i) => lineOf(i))
    await choose(page, 'posts.txt', rows.join('\n'))
    await page.getByRole('button', { name: 'Judge the messages' }).click()
    await page.getByText('Rows judged of posts.txt: 60,000').waitFor()
    await page.waitForTimeout(1000)
    await page.getByText('Rows judged of posts.txt: 60,000').waitFor()
    await leave()
  })
})

async function judge(page: Page, rows: number): Promise<void> {
  const lines = Array.from({ length: rows }, (_, i) => lineOf(i))
  await choose(page, 'posts.txt', lines.join('\n'))
  await page.getByRole('button', { name: 'Judge the messages' }).click()
  await page.getByText(`Rows judged of posts.txt: ${rows}`).waitFor()
}

async function choose(page: Page, name: string, content: string): Promise<void> {
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: '', buffer: Buffer.from(content) })
}

/** The server does what it is asked, and nobody hears of it. */
async function loseAnswer(route: Route): Promise<void> {
  await route.fetch()
  await route.abort('connectionreset')
}

/** Lets the page's own waits of seconds pass at once. */
async function hurry(page: Page): Promise<void> {
  await page.evaluate(() => {
    const wait = setTimeout
    const sooner = (work: TimerHandler, ms = 0) => wait(work, ms >= 1000 && ms < 10_000 ? 10 : ms)
    Object.assign(globalThis, { setTimeout: sooner })
  })
}

/** Runs in the page: what comes over ports comes half a second late. */
function delayPorts(): void {
  const { addEventListener } = MessagePort.prototype
  MessagePort.prototype.addEventListener = function (
    this: MessagePort,
    type: string,
    listener: EventListenerOrEventListenerObject,
  ) {
    const late = (event: Event) => {
      setTimeout(() => (typeof listener === 'function' ? listener(event) : undefined), 500)
    }
    addEventListener.call(this, type, late)
  }
}

async function waitFor(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !isSo(); i++) await new Promise((done) => setTimeout(done, 50))
  assert.ok(isSo())
}
