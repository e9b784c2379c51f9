import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { screensInSight, typeLogIn } from './arrive.ts'
import { openStage, type Stage } from './stage.ts'

/** 320 is also a window of 1280 at 400 %. Source: WCAG 2.2, success criterion 1.4.10. */
const WIDTHS = [320, 360, 800, 1920] as const

/** As long as a name can be. */
const ADMIN = { username: `hamlet${'-long'.repeat(11)}-by`, password: 'to be or not 2 be' } as const

describe('windows of every width', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope, {
      FIRST_SUPERUSER: ADMIN.username,
      FIRST_SUPERUSER_PASSWORD: ADMIN.password,
    })
  })
  after(() => scope.disposeAsync())

  for (const locale of ['en', 'pt-BR']) {
    it(`hold the header and every screen, in the language ${locale}`, async () => {
      const { page, expectRefusal, leave } = await stage.visit('/log-in', { locale })
      await assertFits(page)
      await page.goto(`${stage.server.url}/app/sign-up`)
      await assertFits(page)
      await page.goto(`${stage.server.url}/app/log-in`)
      await typeLogIn(page, ADMIN)
      const screens = await screensInSight(page)
      for (const screen of screens) {
        await page.goto(`${stage.server.url}${screen}`)
        await assertFits(page)
      }
      // It is not known who looks, which the header says in its longest word.
      expectRefusal(503, '/login/refresh')
      await page.route('**/login/refresh', (route) => route.fulfill({ status: 503 }), { times: 1 })
      await page.goto(`${stage.server.url}/app/`)
      const banner = page.getByRole('banner')
      await banner.getByRole('button', { name: /^(Try again|Tentar de novo)$/u }).waitFor()
      await assertFits(page)
      await leave()
    })
  }
})

/** Nothing of the header ends beyond the window, nor is there a way to scroll sideways. */
async function assertFits(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page
    .getByRole('img', { name: /^(Loading|Carregando)$/u })
    .first()
    .waitFor({ state: 'detached' })
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    let found = await page.evaluate(findOverflow)
    // What slides, and what is drawn anew for another width, takes a moment.
    for (let waits = 0; waits < 40 && found.length > 0; waits++) {
      await setTimeout(50)
      found = await page.evaluate(findOverflow)
    }
    assert.deepEqual(found, [], `${page.url()} at ${width}`)
  }
}

/** Runs in the page. */
function findOverflow(): string[] {
  const { clientWidth, scrollWidth } = document.documentElement
  const controls = [...document.querySelectorAll('header :is(a, button, select)')]
  const outside = controls.filter((one) => {
    const { left, right } = one.getBoundingClientRect()
    return left < 0 || right > clientWidth - 8
  })
  const told = outside.map((one) => one.outerHTML.slice(0, 200))
  return scrollWidth > clientWidth ? [...told, `${scrollWidth} of ${clientWidth}`] : told
}
