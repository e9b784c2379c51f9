import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Locator } from 'playwright-core'
import { call, type Person, signUp } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { logInByPage, typeLogIn } from './arrive.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

const SPAM = 'WINNER!! You have won a £1000 prize. Call 09061701461 now to claim.'

describe('the history, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope, { MONTHLY_QUOTA: '1000' })
  })
  after(() => scope.disposeAsync())

  const decide = async (person: Person, texts: readonly string[]) => {
    const { token } = person
    const path = '/v1/classify/batch'
    const { body } = await call<Batch>(stage.server.url, path, { token, json: { texts } })
    return body.decisions
  }

  it('leads whoever has none to the playground, and a stranger to log in and back', async () => {
    const person = await signUp(stage.server.url)
    const { page, leave } = await stage.visit('/history')
    await typeLogIn(page, person)
    await page.getByText('Nothing was decided for you yet.').waitFor()
    assert.equal(await page.title(), 'History · Hamlet')
    await assertAccessible(page)
    await page.getByRole('link', { name: 'Try a message in the playground' }).click()
    await page.getByRole('heading', { level: 1, name: 'To ham or not to ham' }).waitFor()
    await leave()
  })

  it('lists the newest first, a page at a time, and finds by text, label and day', async () => {
    const person = await signUp(stage.server.url)
    await decide(person, [SPAM, ...Array.from({ length: 59 }, (_, i) => `See you at ${i + 1}`)])
    const { page, leave } = await stage.visit()
    await logInByPage(page, person)
    await page.getByRole('link', { name: 'History' }).click()
    const rows = page.locator('tbody tr')
    await rows.nth(24).waitFor()
    assert.match((await rows.first().textContent()) ?? '', /^See you at 59/u)
    assert.equal(await rows.count(), 25)
    assert.equal(await linesOf(rows.first().locator('time')), 1)
    await page.getByRole('button', { name: 'Show older ones' }).click()
    await rows.nth(49).waitFor()
    await page.getByRole('button', { name: 'Show older ones' }).click()
    await rows.nth(59).waitFor()
    assert.match((await rows.last().textContent()) ?? '', /^WINNER/u)
    assert.equal(await page.getByRole('button', { name: 'Show older ones' }).count(), 0)
    await assertAccessible(page)

    const only = async (words: RegExp) => {
      await rows.nth(1).waitFor({ state: 'detached' })
      await rows.first().filter({ hasText: words }).waitFor()
    }
    await page.getByLabel('Label').selectOption('spam')
    await only(/^WINNER/u)
    await page.getByLabel('Label').selectOption('')
    await page.getByLabel('Search in the messages').fill('AT 42')
    await only(/^See you at 42/u)
    const day = (await rows.locator('time').getAttribute('datetime'))?.slice(0, 10) ?? ''
    const from = page.getByLabel('From', { exact: true })
    await from.fill(new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10))
    await page.getByText('No decision is like that.').waitFor()
    await from.fill(day)
    await only(/^See you at 42/u)
    await from.fill('')
    await page.getByLabel('To', { exact: true }).fill('2020-01-01')
    await page.getByText('No decision is like that.').waitFor()
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Show all decisions' }).click()
    await rows.nth(24).waitFor()
    await leave()
  })

  it('marks what cannot be asked for, and keeps what was found until it is mended', async () => {
    const person = await signUp(stage.server.url)
    await decide(person, [SPAM, 'See you at six'])
    const { page, leave, expectRefusal } = await stage.visit('/log-in?next=/history')
    await typeLogIn(page, person)
    const rows = page.locator('tbody tr')
    await rows.nth(1).waitFor()
    const [from, to] = [
      page.getByLabel('From', { exact: true }),
      page.getByLabel('To', { exact: true }),
    ]
    await from.fill('12026-01-01')
    await page.getByText('A year has four digits.').waitFor()
    assert.equal(await from.getAttribute('aria-invalid'), 'true')
    await assertAccessible(page)
    await from.fill('2020-01-02')
    await page.getByText('A year has four digits.').waitFor({ state: 'detached' })
    await to.fill('2020-01-01')
    await page.getByText('This is before the first day.').waitFor()
    assert.equal(await rows.count(), 2)
    await to.fill('')
    const search = page.getByLabel('Search in the messages')
    expectRefusal(422, '/v1/decisions')
    await search.fill('six\0')
    await page.getByText('This holds a character that cannot be stored.').waitFor()
    assert.equal(await search.getAttribute('aria-invalid'), 'true')
    await search.fill('six')
    await rows.nth(1).waitFor({ state: 'detached' })
    await rows
      .first()
      .filter({ hasText: /^See you at six/u })
      .waitFor()
    await leave()
  })

  it('keeps what is searched in the address, and the way back does not open what was closed', async () => {
    const person = await signUp(stage.server.url)
    await decide(person, [SPAM, 'See you at six'])
    const { page, leave } = await stage.visit('/log-in?next=/history%3Fq%3Dwinner')
    await typeLogIn(page, person)
    const rows = page.locator('tbody tr')
    await rows.filter({ hasText: /^WINNER/u }).waitFor()
    assert.equal(await page.getByLabel('Search in the messages').inputValue(), 'winner')
    await page.getByLabel('Search in the messages').fill('')
    await page.getByLabel('Label').selectOption('spam')
    await page.waitForURL(/\/history\?label=spam$/u)
    await page.reload()
    await rows.filter({ hasText: /^WINNER/u }).click()
    const drawer = page.getByRole('dialog', { name: 'Decision' })
    await drawer.locator('mark').first().waitFor()
    await page.waitForURL(/\?label=spam&decision=/u)
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    assert.equal(await rows.count(), 1)
    await page.goBack()
    await page.waitForURL(/\/history\?label=spam$/u)
    assert.equal(await drawer.count(), 0)
    await page.getByRole('link', { name: 'History' }).click()
    await rows.nth(1).waitFor()
    assert.equal(await page.getByLabel('Label').inputValue(), '')
    await leave()
  })

  it('tries again what was lost, and does not ask for every page when somebody comes back', async () => {
    const person = await signUp(stage.server.url)
    await decide(
      person,
      Array.from({ length: 30 }, (_, i) => `See you at ${i}`),
    )
    const { page, leave, expectOutage } = await stage.visit('/log-in?next=/history')
    await page.clock.install()
    await typeLogIn(page, person)
    const rows = page.locator('tbody tr')
    await rows.nth(24).waitFor()
    expectOutage()
    // Lost twice, it is asked for once more.
    await page.route('**/v1/decisions?*', (route) => route.abort(), { times: 3 })
    await page.getByRole('button', { name: 'Show older ones' }).click()
    await page.getByRole('button', { name: 'Try again' }).click()
    await rows.nth(29).waitFor()

    let asked = 0
    page.on('request', (request) => {
      if (request.url().includes('/v1/decisions')) asked++
    })
    await page.clock.fastForward('01:00')
    const usage = page.waitForResponse((response) => response.url().endsWith('/v1/usage'))
    await page.evaluate(() =>
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true })),
    )
    await usage
    assert.equal(asked, 0)
    await leave()
  })

  it('shows a decision with its reasons in a drawer, by keyboard and by its address, and copies its id', async () => {
    const person = await signUp(stage.server.url)
    const [decision] = await decide(person, [SPAM])
    const { page, leave, expectRefusal } = await stage.visit('/', {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await logInByPage(page, person)
    await page.getByRole('link', { name: 'History' }).click()
    await page.getByRole('button', { name: /^WINNER/u }).focus()
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog', { name: 'Decision' })
    await drawer.locator('mark', { hasText: 'prize' }).waitFor()
    const { token } = person
    const path = `/v1/decisions/${decision?.decision_id}`
    const { body } = await call<Explained>(stage.server.url, path, { token })
    const first = body.reasons.find(({ start }) => start !== undefined)
    assert.ok(first !== undefined)
    const row = drawer.getByRole('row').filter({ hasText: first.piece }).first()
    await row.getByText(`+${first.contribution.toFixed(2)}`, { exact: true }).waitFor()
    await drawer.getByText(decision?.model_version ?? '').waitFor()
    const value = await drawer.locator('data').first().getAttribute('value')
    assert.equal(Number(value), decision?.spam_probability)
    await assertAccessible(page)
    await drawer.getByRole('button', { name: 'Copy' }).click()
    await drawer.getByText('Copied').waitFor()
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), decision?.decision_id)
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })

    await page.goto(`${stage.server.url}/app/history?decision=${decision?.decision_id}`)
    await drawer.locator('mark').first().waitFor()
    const nobodys = '01920000-0000-7000-8000-000000000000'
    expectRefusal(404, `/v1/decisions/${nobodys}`)
    await page.goto(`${stage.server.url}/app/history?decision=${nobodys}`)
    await drawer.getByText('There is no such decision.').waitFor()
    await leave()
  })

  it('speaks Portuguese, and fits a phone', async () => {
    const person = await signUp(stage.server.url)
    await decide(person, ['até as seis'])
    const json = { text: SPAM, source: 'form' }
    await call(stage.server.url, '/v1/classify', { token: person.token, json })
    const { page, leave } = await stage.visit()
    await logInByPage(page, person)
    await page.getByLabel('Language').selectOption('pt-BR')
    await page.setViewportSize({ width: 390, height: 800 })
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('link', { name: 'Histórico' }).click()
    await page.getByText('Dias e horas são os do fuso horário UTC.').waitFor()
    await page.locator('tbody tr').nth(1).waitFor()
    const text = await page.getByRole('button', { name: /^WINNER/u }).boundingBox()
    assert.ok((text?.width ?? 0) > 300, 'the text has the width of the phone')
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    assert.equal(overflow, 0)
    await page.getByRole('button', { name: /^WINNER/u }).click()
    await page.getByRole('dialog').getByText('O que mais conta').waitFor()
    await page.getByRole('dialog').getByText('Formulário', { exact: true }).waitFor()
    await assertAccessible(page)
    await leave()
  })
})

/** How many lines of text something takes. */
async function linesOf(text: Locator): Promise<number> {
  return text.evaluate((element) => element.getClientRects().length)
}

interface Explained {
  readonly reasons: readonly {
    readonly piece: string
    readonly contribution: number
    readonly start?: number
  }[]
}

interface Batch {
  readonly decisions: readonly {
    readonly decision_id: string
    readonly model_version: string
    readonly spam_probability: number
  }[]
}
