import assert from 'node:assert/strict'
import { AxeBuilder } from '@axe-core/playwright'
import chromium from '@sparticuz/chromium'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type ConsoleMessage,
  type Page,
  chromium as playwright,
  type Response,
} from 'playwright-core'
import { anyPlace, type Place } from '../places.ts'
import { type Environment, type RunningServer, startServer } from '../running-server.ts'

/**
 * The package's own arguments run all in one process, which ends with the first window, and turn off
 * rules of the web that are tested here.
 */
const ARGS = ['--no-sandbox', '--disable-gpu']

/** A busy machine draws slowly. */
const PATIENCE_MS = 30_000

/** A server and a browser, of which a test file needs one each. */
export interface Stage {
  readonly server: RunningServer
  /** Where its data lies. */
  readonly place: Place
  /** Starts the server anew at the same address, once it has ended. */
  readonly startAgain: () => Promise<RunningServer>
  /** Opens the page as somebody who was never here: no cookies, nothing kept. */
  readonly visit: (path?: string, options?: BrowserContextOptions) => Promise<Visit>
}

/** One person's browser window. */
export interface Visit {
  readonly page: Page
  /** Says beforehand that a request will be refused; any refusal that nobody expected is a fault. */
  readonly expectRefusal: (status: number, path: string) => void
  /** Says that from now on the server may be away, too. */
  readonly expectOutage: () => void
  /** Closes the window. @throws {AssertionError} The console or the network told of a fault. */
  readonly leave: () => Promise<void>
}

/** Opens both; the scope ends them. */
export async function openStage(
  scope: AsyncDisposableStack,
  env: Environment = {},
): Promise<Stage> {
  const browsing = openBrowser(scope)
  const place = await anyPlace(scope)
  const settings = { ...place, ...env }
  const [server, visitAt] = await Promise.all([startServer(scope, settings), browsing])
  return {
    server,
    place,
    startAgain: () => startServer(scope, { ...settings, LOCAL_PORT: String(server.port) }),
    visit: (path = '/', options = {}) => visitAt(server.url, path, options),
  }
}

/** Opens the page of the server at `url` as somebody who was never here. */
export type VisitAt = (url: string, path: string, options: BrowserContextOptions) => Promise<Visit>

/** Starts the browser; the scope ends it. */
export async function openBrowser(scope: AsyncDisposableStack): Promise<VisitAt> {
  const executablePath = await chromium.executablePath()
  const browser = await playwright.launch({ executablePath, args: ARGS })
  scope.defer(() => browser.close())
  return (url, path, options) => visit(browser, url, path, options)
}

async function visit(
  browser: Browser,
  url: string,
  path: string,
  options: BrowserContextOptions,
): Promise<Visit> {
  const context = await browser.newContext({ locale: 'en-US', colorScheme: 'light', ...options })
  // Every tab that is opened is watched.
  const watched = watchTabs(context, url)
  await context.addInitScript(tellViolations)
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(`${url}/app${path}`)
  const leave = async () => {
    await context.close()
    assert.deepEqual(watched.troubles, [])
    assert.deepEqual(watched.expected, [], 'these refusals did not come')
  }
  const expectRefusal = (status: number, refused: string) => {
    watched.expected.push(`${status} ${refused}`)
  }
  return { page, expectRefusal, expectOutage: watched.expectOutage, leave }
}

/** Runs in the page. */
function tellViolations(): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`the policy ${event.violatedDirective} was violated by ${event.blockedURI}`)
  })
}

function watchTabs(context: BrowserContext, url: string) {
  const troubles: string[] = []
  const expected: string[] = []
  const hear = (response: Response) => {
    if (response.status() < 400) return
    const told = `${response.status()} ${new URL(response.url()).pathname}`
    const place = expected.indexOf(told)
    if (place === -1) troubles.push(told)
    else expected.splice(place, 1)
  }
  context.on('response', hear)
  context.on('request', (request) => {
    if (!isFrom(request.url(), url)) troubles.push(`${request.url()} was asked`)
  })
  context.on('weberror', (error) => troubles.push(String(error.error().stack)))
  let mayBeAway = false
  context.on('console', (message) => {
    if (mayBeAway && message.text().startsWith(NO_ANSWER)) return
    if (isTrouble(message)) troubles.push(`${message.type()}: ${message.text()}`)
  })
  const expectOutage = () => {
    mayBeAway = true
  }
  return { troubles, expected, expectOutage }
}

/** What the console says when no server answered. */
const NO_ANSWER = 'Failed to load resource: net::ERR_'

/** Refusals are told by the console, too, in words of its own; `hear` knows which were expected. */
function isTrouble(message: ConsoleMessage): boolean {
  if (!['error', 'warning'].includes(message.type())) return false
  return !message.text().startsWith('Failed to load resource: the server responded')
}

/** Whether an address is of this server, or holds its content itself. */
function isFrom(address: string, url: string): boolean {
  return address.startsWith('data:') || address.startsWith('blob:') || address.startsWith(`${url}/`)
}

const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Holds the screen as it stands to WCAG 2.2 AA, in light and in dark, and each chart to a table. */
export async function assertAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const html = page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`)
    await html.waitFor({ state: 'attached' })
    const { violations, passes } = await axe(page, colorScheme).analyze()
    const told = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${colorScheme} ${id}: ${node.html} ${node.failureSummary}`),
    )
    assert.deepEqual(told, [])
    assert.ok(passes.length > (colorScheme === 'light' ? 10 : 0))
  }
  assert.deepEqual(await page.evaluate(chartsWithoutTable), [])
}

/** Runs in the page: the drawings whose numbers no table of their figure tells, as they are marked up. */
function chartsWithoutTable(): string[] {
  return [...document.querySelectorAll('.recharts-wrapper')]
    .filter((chart) => {
      const figure = chart.closest('figure')
      const hasTable = figure?.querySelector('figcaption ~ details > summary ~ * td') != null
      return !(hasTable && chart.closest('[aria-hidden="true"]'))
    })
    .map((chart) => chart.outerHTML.slice(0, 200))
}

/** What may change with the colours; all else is the same in the dark. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/**
 * All rules of WCAG 2.2 AA. In the window itself: there are no frames of other sites, for whose sake
 * each answer would go through a second window; and passes are counted, not listed. That takes 0.4
 * instead of 0.9 s.
 */
function axe(page: Page, colorScheme: 'light' | 'dark'): AxeBuilder {
  const runOnly = colorScheme === 'light' ? WCAG_22_AA : OF_COLOURS
  return new AxeBuilder({ page }).options({ resultTypes: ['violations'], runOnly }).setLegacyMode()
}
