import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { arrive } from './arrive.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

const DECIDE = 'Make it an official decision'
const MODEL_FILE = '**/v1/models/champion/file'

describe('the playground at its edges, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope, {
      MONTHLY_QUOTA: '1',
      MAX_TEXT_CHARS: '1234',
      QUOTA_TIMEZONE: 'America/Sao_Paulo',
    })
  })
  after(() => scope.disposeAsync())

  it('says that the reasons of a long text are of the one before, until they are its own', async () => {
    const { page, leave } = await stage.visit()
    const words = Array.from({ length: 4000 }, (_, i) => `w${(i * 7919).toString(36)}`)
    await boxOf(page).fill(`free prize ${words.join(' ')}`)
    await page.getByText('Only the first 20,000 characters are coloured.').waitFor()
    assert.ok((await page.locator('mark').count()) < 200)
    await assertAccessible(page)
    const seen = await page.evaluate(typeAndWatch)
    assert.ok(seen.late > 0)
    assert.equal(seen.unmarked, 0)
    await boxOf(page).fill('a short one')
    await page.getByText('Only the first').waitFor({ state: 'detached' })
    await leave()
  })

  it('writes from right to left what is read so, line by line, and in the table', async () => {
    const { page, leave } = await stage.visit()
    await boxOf(page).fill('مبروك! لقد ربحت\nYou won')
    const coloured = page.getByRole('region', { name: 'Your message, coloured' })
    await coloured.getByText('مبروك!').waitFor()
    await page.locator('td bdi', { hasText: 'مبروك!' }).waitFor()
    const bidi = await boxOf(page).evaluate((box) => getComputedStyle(box).unicodeBidi)
    assert.equal(bidi, 'plaintext')
    const [first = 0, last = 0] = await coloured.evaluate(placesOfEnds)
    assert.ok(first > 0.9, `${first}`)
    assert.ok(last < 0.3, `${last}`)
    await leave()
  })

  it('names the most that the server takes, and the day and time from which there are new units', async () => {
    const { page, expectRefusal, leave } = await arrive(stage, '/', { timezoneId: 'Asia/Tokyo' })
    const alert = page.getByRole('alert')
    expectRefusal(422, '/v1/classify')
    await boxOf(page).fill('free '.repeat(300))
    await page.getByRole('button', { name: DECIDE }).click()
    await alert.getByText('The text is longer than the 1,234 characters').waitFor()
    await boxOf(page).fill('free prize')
    await page.getByRole('button', { name: DECIDE }).click()
    await page.getByText('0 units left this month').waitFor()
    expectRefusal(429, '/v1/classify')
    await boxOf(page).fill('another one')
    await page.getByRole('button', { name: DECIDE }).click()
    const used = /units are used up\. The next month begins \w+ 1, \d{4} at 12:00\sAM GMT-3\.$/u
    await alert.getByText(used).waitFor()
    await page.getByLabel('Language').selectOption('pt-BR')
    await alert.getByText(/O próximo mês começa em 1 de \w+ de \d{4}/u).waitFor()
    await assertAccessible(page)
    await leave()
  })

  it('says of a model file that it is damaged, and loads it anew past what the browser keeps', async () => {
    const { page, leave } = await stage.visit('/log-in')
    await page.evaluate(noteCacheModes)
    const damage = async (route: Route) => {
      const response = await route.fetch()
      const body = await response.body()
      await route.fulfill({ response, body: body.subarray(0, body.length >> 1) })
    }
    await page.route(MODEL_FILE, damage)
    await page.getByRole('link', { name: 'To ham or not to ham' }).click()
    const alert = page.getByRole('alert')
    await alert.getByText('The model file arrived damaged.').waitFor()
    const modes = await page.evaluate(() => document.documentElement.dataset['modes'])
    assert.equal(modes, ' no-cache reload')
    await page.unroute(MODEL_FILE)
    await alert.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('What Hamlet thinks of your message will stand here.').waitFor()
    await leave()
  })

  it('asks again for a model file that was cut on its way', async () => {
    const { page, expectOutage, leave } = await stage.visit('/log-in')
    expectOutage()
    await page.evaluate(cutFirstBody)
    await page.getByRole('link', { name: 'To ham or not to ham' }).click()
    await page.getByText('What Hamlet thinks of your message will stand here.').waitFor()
    assert.equal(await page.getByRole('alert').count(), 0)
    await leave()
  })
})

function boxOf(page: Page) {
  return page.getByRole('textbox', { name: 'Message' })
}

/** Runs in the page: where the first and the last letter stand, 0 at the left to 1 at the right. */
function placesOfEnds(element: Element): readonly number[] {
  const { left, width } = element.getBoundingClientRect()
  const letters = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const nodes: Node[] = []
  while (letters.nextNode()) nodes.push(letters.currentNode)
  const [first, last] = [nodes.at(0), nodes.at(-1)]
  if (first === undefined || last === undefined) return []
  const length = last.textContent?.length ?? 0
  const ends = [
    [first, 0],
    [last, length - 1],
  ] as const
  return ends.map(([node, start]) => {
    const range = document.createRange()
    range.setStart(node, start)
    range.setEnd(node, start + 1)
    return (range.getBoundingClientRect().left - left) / width
  })
}

/**
 * Runs in the page: types a word and watches every change until the sum is another. Counts when the
 * verdict was, and the sum was not: of these, `unmarked` are those that did not say so.
 */
async function typeAndWatch() {
  const box = document.querySelector('textarea')
  const write = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set
  const verdict = () => document.querySelector('data')?.value
  const sum = () => document.querySelector('main tfoot td:last-child')?.textContent
  const before = { verdict: verdict(), sum: sum() }
  const seen = { late: 0, unmarked: 0 }
  const { promise: isDone, resolve } = Promise.withResolvers<void>()
  const look = () => {
    if (sum() !== before.sum) return resolve()
    if (verdict() === before.verdict) return
    seen.late += 1
    if (document.querySelector('main [aria-busy="true"] tfoot') === null) seen.unmarked += 1
  }
  const watching = { subtree: true, childList: true, attributes: true, characterData: true }
  new MutationObserver(look).observe(document.body, watching)
  write?.call(box, `money ${box?.value}`)
  box?.dispatchEvent(new Event('input', { bubbles: true }))
  await isDone
  return seen
}

/** Runs in the page: writes down how the browser's cache is used for model files. */
function noteCacheModes(): void {
  const { fetch } = window
  const { dataset } = document.documentElement
  window.fetch = (address, init) => {
    if (String(address).endsWith('/file'))
      dataset['modes'] = `${dataset['modes'] ?? ''} ${init?.cache}`
    return fetch(address, init)
  }
}

/** Runs in the page: the network breaks in the middle of the first model file. */
function cutFirstBody(): void {
  const { arrayBuffer } = Response.prototype
  Response.prototype.arrayBuffer = async () => {
    Response.prototype.arrayBuffer = arrayBuffer
    throw new TypeError('network error')
  }
}
