import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { ADMIN, ADMIN_SETTINGS } from '../admin.ts'
import { call, logIn } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { typeLogIn } from './arrive.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

/** What a screen's `route.ts` exports, as far as it is read here. */
interface Route {
  readonly path: string
  readonly audience: 'everybody' | 'signed-out' | 'signed-in' | 'admin'
  readonly title: { readonly en: string }
}

const SCREENS = new URL('../../packages/web/src/screens/', import.meta.url)
const WIDTHS = [1280, 360] as const

describe('every screen there is, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage
  let routes: readonly Route[]

  before(async () => {
    routes = await readRoutes()
    stage = await openStage(scope, ADMIN_SETTINGS)
    const { url } = stage.server
    const token = await logIn(url, ADMIN.username, ADMIN.password)
    const texts = ['You won a free phone. Claim your prize now!', 'See you at six, mum']
    await call(url, '/v1/classify/batch', { token, json: { texts } })
    const json = { name: 'contact form', scopes: ['spam_ml'] }
    await call(url, '/users/me/keys', { token, json })
  })
  after(() => scope.disposeAsync())

  it('is accessible and fits a phone, in light and in dark: those of strangers', async () => {
    const { page, leave } = await stage.visit()
    await lookAt(page, stage, routes.filter(isOfStrangers))
    await leave()
  })

  it('is accessible and fits a phone, in light and in dark: those of an administrator', async () => {
    const { page, leave } = await stage.visit('/log-in')
    await typeLogIn(page, ADMIN)
    await lookAt(
      page,
      stage,
      routes.filter((route) => !isOfStrangers(route)),
    )
    await leave()
  })
})

function isOfStrangers({ audience }: Route): boolean {
  return audience === 'signed-out'
}

/** The routes of all folders: a new screen is here by itself. */
async function readRoutes(): Promise<readonly Route[]> {
  const files = globSync('*/route.ts', { cwd: fileURLToPath(SCREENS) })
  assert.ok(files.length > 8)
  return Promise.all(
    files.map(async (file) => {
      const { route } = (await import(new URL(file, SCREENS).href)) as { readonly route: Route }
      return route
    }),
  )
}

/** Holds screens to WCAG 2.2 AA at each width, with what they show once they have it. */
async function lookAt(page: Page, stage: Stage, routes: readonly Route[]): Promise<void> {
  for (const { path, title } of routes) {
    await page.goto(`${stage.server.url}/app${path}`)
    await page.getByRole('heading', { level: 1, name: title.en, exact: true }).waitFor()
    await page.waitForFunction(isThere)
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      await assertAccessible(page)
      const shown = await page.evaluate(() => document.documentElement.scrollWidth)
      assert.ok(shown <= width, `${path} is ${shown} wide where there are ${width}`)
    }
  }
}

/** Runs in the page: below the heading is what the screen has to show. */
function isThere(): boolean {
  const main = document.querySelector('main')
  const isShown = main?.querySelector('h1 + *') != null
  return isShown && main.querySelector('[aria-label="Loading"], [data-loading]') === null
}
