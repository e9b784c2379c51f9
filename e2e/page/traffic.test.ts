import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { ADMIN, ADMIN_SETTINGS } from '../admin.ts'
import { call, signUp } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { logInByPage, typeLogIn } from './arrive.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

describe('the traffic of the last hour, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope, { ...ADMIN_SETTINGS, MONTHLY_QUOTA: '5' })
  })
  after(() => scope.disposeAsync())

  it('shows what the server counted, and goes on counting until it is told not to', async () => {
    const { url } = stage.server
    const person = await signUp(url)
    const judge = () =>
      call(url, '/v1/classify', { token: person.token, json: { text: 'win a prize' } })
    const statuses = await Promise.all(Array.from({ length: 7 }, judge))
    assert.equal(statuses.filter(({ status }) => status === 429).length, 2)
    for (let i = 0; i < 3; i++) await call(url, '/nowhere')

    const { page, leave } = await stage.visit('/log-in', { reducedMotion: 'reduce' })
    await logInByPage(page, ADMIN)
    await page.clock.install()
    await page.getByRole('link', { name: 'Traffic' }).click()
    await total(page, 'Texts judged', '5').waitFor()
    await total(page, 'Refused or failed', /^5 /u).waitFor()
    await total(page, 'Failed (5xx)', '0').waitFor()
    await total(page, 'Latency p50', /^[\d,.]+ ms$/u).waitFor()
    const { p50, p99 } = await latencies(page)
    assert.ok(p50 > 0 && p50 <= p99, `${p50} ${p99}`)
    await assertAccessible(page)

    const { token } = await signUp(url)
    const judgeOneMore = () =>
      call(url, '/v1/classify', { token, json: { text: 'see you at six' } })
    await judgeOneMore()
    const first = await momentShown(page)
    await page.clock.fastForward('00:05')
    await total(page, 'Texts judged', '6').waitFor()
    const second = await momentShown(page)
    assert.ok(secondsFrom(first, second) >= 5, `${first} ${second}`)

    const isLive = page.getByRole('switch', { name: 'Refresh every 5 seconds' })
    await isLive.press('Space')
    await judgeOneMore()
    let asked = 0
    page.on('request', (request) => {
      if (request.url().endsWith('/v1/traffic')) asked++
    })
    await page.clock.fastForward('01:00')
    assert.equal(await momentShown(page), second)
    await total(page, 'Texts judged', '6').waitFor()
    await isLive.press('Space')
    await page.clock.fastForward('00:05')
    await total(page, 'Texts judged', '7').waitFor()
    assert.ok(secondsFrom(second, await momentShown(page)) >= 65)
    // Requests are heard of in their order: the minute without refreshing had none.
    assert.equal(asked, 1)
    await leave()
  })

  it('rests while nobody looks, and is up to date as soon as somebody does', async () => {
    const { page, leave } = await stage.visit('/log-in?next=/admin/traffic', {
      reducedMotion: 'reduce',
    })
    await page.clock.install()
    await typeLogIn(page, ADMIN)
    await total(page, 'Texts judged', /\d/u).waitFor()
    const first = await momentShown(page)
    let asked = 0
    page.on('request', (request) => {
      if (request.url().endsWith('/v1/traffic')) asked++
    })
    await page.evaluate(beSeen, 'hidden' as const)
    await page.clock.fastForward('01:00')
    assert.equal(await momentShown(page), first)
    const answer = page.waitForResponse((response) => response.url().endsWith('/v1/traffic'))
    await page.evaluate(beSeen, 'visible' as const)
    await answer
    // Requests are heard of in their order: the minute in the background had none.
    assert.equal(asked, 1)
    await leave()
  })

  it('has the same numbers as tables, and fits a phone, in Portuguese', async () => {
    const { page, leave } = await stage.visit('/log-in?next=/admin/traffic', {
      locale: 'pt-BR',
      reducedMotion: 'reduce',
      viewport: { width: 320, height: 844 },
    })
    await typeLogIn(page, ADMIN)
    const figure = page.getByRole('figure').filter({ hasText: 'Requisições por minuto' })
    await figure.getByText('Como tabela').press('Enter')
    await figure.getByRole('columnheader', { name: 'Limite atingido (429)' }).waitFor()
    assert.equal(await figure.locator('tbody tr').count(), 60)
    const limited = await figure.locator('tbody tr td:nth-child(4)').allTextContents()
    assert.equal(
      limited.reduce((sum, text) => sum + Number(text), 0),
      2,
    )
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320)
    await leave()
  })
})

/** Runs in the page: it is in front of somebody, or behind another tab. */
function beSeen(state: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
}

/** One of the numbers above the charts. */
function total(page: Page, name: string, value: string | RegExp) {
  const exact = typeof value === 'string' ? new RegExp(`^${value}$`, 'u') : value
  return page
    .getByRole('main')
    .locator('dl > div')
    .filter({ hasText: name })
    .locator('dd')
    .filter({ hasText: exact })
}

/** Of which moment the numbers are said to be, in seconds of the day. */
async function momentShown(page: Page): Promise<number> {
  const text = (await page.getByText(/^As of /u).textContent()) ?? ''
  const [, hour, minute, second, half] = /^As of (\d+):(\d\d):(\d\d)\s([AP]M)$/u.exec(text) ?? []
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0)
  return (hours * 60 + Number(minute)) * 60 + Number(second)
}

/** How much later one of them is, also after midnight. */
function secondsFrom(earlier: number, later: number): number {
  const day = 86_400
  return (later - earlier + day) % day
}

async function latencies(page: Page) {
  const [p50 = Number.NaN, p99 = Number.NaN] = await Promise.all(
    ['Latency p50', 'Latency p99'].map(async (name) =>
      Number.parseFloat((await total(page, name, /ms/u).textContent())?.replaceAll(',', '') ?? ''),
    ),
  )
  return { p50, p99 }
}
