// Draws the pictures of the page that README.md and README.pt-BR.md show: docs/images/*.png.
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { typeLogIn } from './arrive.ts'
import { ADMIN, FIRST_DAY, inventPast, NOW, USER } from './invented-past.ts'
import { openPastService } from './past-service.ts'
import { openBrowser, type Visit } from './stage.ts'

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url))
const WIDTH = 1280

/** A picture: where it is taken, by whom, and what must be there first. */
interface Shot {
  readonly name: string
  readonly path: string
  /** Of what is shown of it, in pixels; all of it when left out. */
  readonly height?: number
  readonly as?: typeof ADMIN | typeof USER
  readonly prepare: (page: Page) => Promise<void>
}

// The traffic comes first: what the others ask counts, too.
const SHOTS: readonly Shot[] = [
  { name: 'traffic', path: '/admin/traffic', as: ADMIN, prepare: waitForCurves },
  { name: 'playground', path: '/', height: 904, prepare: tryExample },
  { name: 'usage', path: '/usage', height: 947, as: USER, prepare: waitForBars },
  { name: 'accounts', path: '/admin/accounts', as: ADMIN, prepare: waitForRows },
  { name: 'model', path: '/admin/model', height: 1320, as: ADMIN, prepare: lookAtThreshold },
]

const LANGUAGES = [
  { locale: 'en-US', timezoneId: 'UTC', ending: '' },
  { locale: 'pt-BR', timezoneId: 'America/Sao_Paulo', ending: '.pt-BR' },
] as const

await using scope = new AsyncDisposableStack()
const visitAt = await openBrowser(scope)
const service = await openPastService(scope, FIRST_DAY, {
  FIRST_SUPERUSER: ADMIN.username,
  FIRST_SUPERUSER_PASSWORD: ADMIN.password,
  FIRST_SUPERUSER_EMAIL: `${ADMIN.username}@example.com`,
  MONTHLY_QUOTA: '500',
  // The last hour passes in seconds here.
  BURST_PER_SECOND: '1000000',
})
await inventPast(service)
await mkdir(FOLDER, { recursive: true })
for (const shot of SHOTS) {
  for (const { ending, ...place } of LANGUAGES) await take(shot, ending, await arrive(shot, place))
}

/** Somebody at the screen of a picture, at the time that the server has. */
async function arrive(
  { path, height = 700, as }: Shot,
  place: { readonly locale: string; readonly timezoneId: string },
): Promise<Visit> {
  const options = { ...place, viewport: { width: WIDTH, height }, reducedMotion: 'reduce' } as const
  const visit = await visitAt(service.url, as ? '/log-in' : '/', options)
  await visit.page.clock.setFixedTime(NOW)
  if (as) await typeLogIn(visit.page, as)
  await visit.page.goto(`${service.url}/app${path}`)
  return visit
}

async function take({ name, height, prepare }: Shot, ending: string, { page, leave }: Visit) {
  await prepare(page)
  if (height === undefined) await showAll(page)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
    const file = `${name}-${colorScheme}${ending}.png`
    const { length } = await page.screenshot({ path: `${FOLDER}${file}`, animations: 'disabled' })
    process.stdout.write(`docs/images/${file} ${Math.ceil(length / 1000)} kB\n`)
  }
  await leave()
}

/** Makes the window as high as what it shows. */
async function showAll(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width: WIDTH, height })
}

async function tryExample(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('button').first().click()
  await page.locator('[data-verdict]').first().waitFor()
  await page.locator('mark').first().waitFor()
}

async function waitForBars(page: Page): Promise<void> {
  await page.locator('.recharts-bar-rectangle path').first().waitFor()
}

async function waitForRows(page: Page): Promise<void> {
  await page.getByRole('main').locator('tbody tr').nth(5).waitFor()
}

async function waitForCurves(page: Page): Promise<void> {
  await page.locator('.recharts-surface path').first().waitFor()
}

/** From the threshold to the curves. */
async function lookAtThreshold(page: Page): Promise<void> {
  await page.locator('path.recharts-line-curve').first().waitFor()
  const { height = 0 } = (await page.getByRole('banner').boundingBox()) ?? {}
  await page.getByRole('slider').evaluate((slider, below) => {
    const region = slider.closest('section')
    scrollTo(0, scrollY + (region?.getBoundingClientRect().top ?? 0) - below)
  }, height + 16)
}
