import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { ADMIN, ADMIN_SETTINGS } from '../admin.ts'
import { call, logIn, signUp } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { logInByPage, typeLogIn } from './arrive.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

/** What of the API's answer is compared with the screen. */
interface Champion {
  readonly version: string
  readonly data: { readonly corpora: readonly { readonly name: string }[] }
  readonly pieces: { readonly towards_spam: readonly { readonly piece: string }[] }
  readonly views: readonly {
    readonly metrics: { readonly n_ham: number; readonly n_spam: number }
    readonly thresholds: readonly Row[]
    readonly bands: readonly { readonly verdict: string; readonly log_odds: number }[]
  }[]
}

interface Row {
  readonly log_odds: number
  readonly ham_blocked: number
  readonly spam_missed: number
  readonly fpr_bound: number
}

describe('the report of the model, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage
  let champion: Champion

  before(async () => {
    stage = await openStage(scope, ADMIN_SETTINGS)
    const { url } = stage.server
    const token = await logIn(url, ADMIN.username, ADMIN.password)
    champion = (await call<Champion>(url, '/v1/models/champion', { token })).body
  })
  after(() => scope.disposeAsync())

  it('tells what the model is, and draws its curves', async () => {
    const { page, leave } = await openReport(stage)
    await page.getByText(champion.version, { exact: true }).waitFor()
    await assertAccessible(page)
    for (const title of ['ROC curve', 'Precision and recall', 'Calibration']) {
      const figure = page.getByRole('figure').filter({ hasText: title })
      await figure.locator('path.recharts-line-curve').first().waitFor()
      await figure.getByText('As a table').click()
      assert.ok((await figure.locator('tbody tr').count()) >= 10, title)
    }
    const corpora = page.getByRole('region', { name: 'Each corpus' })
    assert.deepEqual(
      await corpora.locator('tbody th').allTextContents(),
      champion.data.corpora.map(({ name }) => name),
    )
    await page.getByText(/^[\d,.]+ (?:kB|MB)$/u).waitFor()
    const heaviest = page.getByRole('region', { name: 'The heaviest pieces' })
    const spam = heaviest.getByRole('table', { name: 'Towards spam' })
    assert.match((await spam.locator('tbody td').first().textContent()) ?? '', /^\+\d+\.\d\d$/u)
    await heaviest.getByRole('button', { name: 'Show all' }).click()
    assert.deepEqual(
      await spam.locator('tbody th').allTextContents(),
      champion.pieces.towards_spam.map(({ piece }) => piece),
    )
    await leave()
  })

  it('shows by a slider what each threshold blocks and misses, and what it promises', async () => {
    const { page, leave } = await openReport(stage)
    const view = champion.views[0]
    assert.ok(view)
    const { thresholds, bands, metrics } = view
    const start = thresholds.findIndex(
      ({ log_odds }) => log_odds === bands.find(({ verdict }) => verdict === 'spam')?.log_odds,
    )
    await assertShown(page, thresholds[start], metrics)
    const slider = page.getByRole('slider', { name: 'Threshold' })
    await slider.press('ArrowLeft')
    await assertShown(page, thresholds[start - 1], metrics)
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /^[\d.]+%$/u)
    await slider.press('Home')
    await assertShown(page, thresholds[0], metrics)

    // 1 % of honest messages at most: the lowest threshold that keeps it, and not the one below.
    const promises = page.getByRole('region', { name: 'What can be promised' })
    await promises
      .getByRole('button', { name: 'Look at the threshold that blocks at most 1%' })
      .click()
    const kept = thresholds.findIndex(({ fpr_bound }) => fpr_bound <= 0.01)
    await assertShown(page, thresholds[kept], metrics)
    assert.ok((thresholds[kept - 1]?.fpr_bound ?? 0) > 0.01)
    const rarest = promises.getByRole('row', { name: 'At most 0.01% blocked' })
    // ln 0.05 / ln 0.9999: so many honest texts without one error are needed for that.
    const missing = (29_956 - metrics.n_ham).toLocaleString('en')
    await rarest.getByText(`${missing} labelled honest texts are missing for that`).waitFor()
    await leave()
  })

  it('tells the same with the source of each text told; in Portuguese, on a phone', async () => {
    const { page, leave } = await stage.visit('/log-in?next=/admin/model', {
      locale: 'pt-BR',
      reducedMotion: 'reduce',
      viewport: { width: 320, height: 844 },
    })
    await typeLogIn(page, ADMIN)
    await page.getByText('Origem informada', { exact: true }).click()
    const view = champion.views[1]
    const band = view?.bands.find(({ verdict }) => verdict === 'spam')
    const row = view?.thresholds.find(({ log_odds }) => log_odds === band?.log_odds)
    assert.ok(view && row)
    const count = (n: number) => n.toLocaleString('pt-BR')
    await page
      .getByText(`${count(row.ham_blocked)} de ${count(view.metrics.n_ham)} mensagens honestas`)
      .waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320)
    await leave()
  })

  it('is not for users', async () => {
    const person = await signUp(stage.server.url)
    const { page, leave } = await stage.visit('/log-in', { reducedMotion: 'reduce' })
    await logInByPage(page, person)
    for (const path of ['/admin/model', '/admin/traffic']) {
      await page.goto(`${stage.server.url}/app${path}`)
      await page.getByRole('heading', { level: 1, name: 'Nothing here' }).waitFor()
    }
    await leave()
  })
})

async function openReport(stage: Stage) {
  const visit = await stage.visit('/log-in', { reducedMotion: 'reduce' })
  await logInByPage(visit.page, ADMIN)
  await visit.page.getByRole('link', { name: 'Model' }).click()
  await visit.page.getByRole('heading', { level: 1, name: 'Model' }).waitFor()
  return visit
}

/** Holds the threshold's panel to a row of the API's table. */
async function assertShown(
  page: Page,
  row: Row | undefined,
  { n_ham, n_spam }: Champion['views'][number]['metrics'],
): Promise<void> {
  assert.ok(row)
  const panel = page.getByRole('region', { name: 'Threshold' })
  const count = (n: number) => n.toLocaleString('en')
  const { ham_blocked, spam_missed, fpr_bound } = row
  await panel.getByText(`${count(ham_blocked)} of ${count(n_ham)} honest messages`).waitFor()
  await panel.getByText(`${count(spam_missed)} of ${count(n_spam)} spam messages`).waitFor()
  const promise = await panel.getByText(/^Promise of this threshold/u).textContent()
  const bound = Number.parseFloat(/at most ([\d.,]+)%/u.exec(promise ?? '')?.[1] ?? '') / 100
  assert.ok(bound >= fpr_bound - 1e-12 && bound < fpr_bound + 1e-5, `${bound} for ${fpr_bound}`)
  const cells = await panel.getByRole('table').locator('td').allTextContents()
  assert.deepEqual(cells.slice(1), [
    `${count(n_ham - ham_blocked)} right`,
    `${count(ham_blocked)} wrong`,
    `${count(spam_missed)} wrong`,
    `${count(n_spam - spam_missed)} right`,
  ])
}
