import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { ADMIN, ADMIN_SETTINGS } from '../admin.ts'
import { cpfNumber, logIn } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { arrive, screensInSight, typeLogIn } from './arrive.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

/** Stops of the tab key on the longest way of a screen, and round it once more. */
const MOST_STOPS = 80

const PHONE = { width: 360, height: 740 } as const

describe('the page by keyboard alone', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope, ADMIN_SETTINGS)
  })
  after(() => scope.disposeAsync())

  it('lets somebody sign up, make a key, have a text decided, find it again, and log out', async () => {
    const { page, leave } = await stage.visit()
    const username = `u${randomUUID().slice(0, 8)}`
    await enter(page, page.getByRole('banner').getByRole('link', { name: 'Log in' }))
    await enter(page, page.getByRole('main').getByRole('link', { name: 'Sign up' }))
    await write(page, page.getByLabel('Full name'), 'Ofelia Souza')
    await write(page, page.getByLabel('E-mail'), `${username}@example.com`)
    await write(page, page.getByLabel('Username'), username)
    await write(page, page.getByLabel('Password', { exact: true }), 'correct horse 7')
    await write(page, page.getByLabel('CPF or CNPJ'), cpfNumber(randomInt(1e9)))
    await enter(page, page.getByRole('button', { name: 'Sign up' }))
    await page.getByRole('banner').getByText(username).waitFor()

    await enter(page, page.getByRole('link', { name: 'API keys' }))
    await write(page, page.getByLabel('Name'), 'contact form')
    await press(page, page.getByLabel('Account', { exact: true }), 'Space')
    await press(page, page.getByLabel('It expires'), 'ArrowDown')
    await press(page, page.getByRole('radio', { name: 'Refuse' }), 'ArrowDown')
    await enter(page, page.getByRole('button', { name: 'Make the key' }))
    await page.getByText(/^hk_[\w-]{51}$/u).waitFor()
    await press(page, page.getByRole('tab', { name: 'curl' }), 'ArrowRight')
    await page.getByRole('tabpanel', { name: 'JavaScript' }).waitFor()
    await enter(page, page.getByRole('button', { name: 'I have copied it' }))
    await assertTakesFocus(page.getByRole('heading', { level: 1, name: 'API keys' }))

    await enter(page, page.getByRole('link', { name: 'To ham or not to ham' }))
    await write(page, page.getByLabel('Message', { exact: true }), 'Free prize! Call now!')
    await enter(page, page.getByRole('button', { name: 'Make it an official decision' }))
    await page.getByRole('status').filter({ hasText: 'Decided by the server' }).waitFor()

    await enter(page, page.getByRole('link', { name: 'History' }))
    await enter(page, page.getByRole('button', { name: /^Free prize/u }))
    const drawer = page.getByRole('dialog', { name: 'Decision' })
    await drawer.getByText('What counts most').waitFor()
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })
    assert.ok(await hasFocus(page.getByRole('button', { name: /^Free prize/u })))

    await enter(page, page.getByRole('link', { name: 'API keys' }))
    await enter(page, page.getByRole('button', { name: 'Revoke' }))
    const dialog = page.getByRole('dialog', { name: 'Revoke “contact form”?' })
    await enter(page, dialog.getByRole('button', { name: 'Revoke for good' }))
    await page.getByText('Revoked').waitFor()
    await assertTakesFocus(page.getByRole('heading', { name: 'Your keys' }))

    // As they would in another browser.
    await logIn(stage.server.url, username, 'correct horse 7')
    await enter(page, page.getByRole('link', { name: 'Account' }))
    const sessions = page.getByRole('region', { name: 'Sessions' })
    await enter(page, sessions.getByRole('button', { name: 'End' }))
    await assertTakesFocus(sessions.getByRole('heading'))

    await enter(page, page.getByRole('link', { name: 'To ham or not to ham' }))
    await enter(page, page.getByRole('button', { name: 'Log out' }))
    await page.getByRole('banner').getByRole('link', { name: 'Log in' }).waitFor()
    await assertTakesFocus(page.getByRole('heading', { level: 1 }))
    await leave()
  })

  it('lets somebody judge a file, record it and look at a decision', async () => {
    const { page, leave } = await arrive(stage, '/many')
    const button = page.getByRole('button', { name: 'Choose a file' })
    const chooser = page.waitForEvent('filechooser')
    await enter(page, button)
    const buffer = Buffer.from('Free prize! Call now!\nSee you at six\n')
    await (await chooser).setFiles({ name: 'posts.txt', mimeType: 'text/plain', buffer })
    await enter(page, page.getByRole('button', { name: 'Judge the messages' }))
    await page.getByText('Rows judged of posts.txt: 2').waitFor()
    await press(page, page.getByLabel('Verdict'), 'h')
    await page.getByText('Rows found: 1', { exact: true }).waitFor()
    await enter(page, page.getByRole('button', { name: 'Record rows: 2' }))
    await page.getByText('Everything is recorded').waitFor()
    await enter(page, page.getByRole('link', { name: 'Recorded: see the decision' }))
    await page.getByRole('dialog', { name: 'Decision' }).getByText('See you at six').waitFor()
    await leave()
  })

  it('opens the navigation of a phone over the screen, which waits behind it, and closes it', async () => {
    const { page, leave } = await arrive(stage, '/usage', { viewport: PHONE })
    const burger = page.getByRole('button', { name: 'Menu' })
    const menu = page.getByRole('navigation')
    const assertInert = async (name: string) => {
      await page.locator(`${name}[inert]`).waitFor({ state: 'attached' })
      assert.equal(await page.locator('[inert]').count(), 1)
    }
    await page.getByText('units left').first().waitFor()
    await assertInert('nav')
    await walk(page)
    await enter(page, burger)
    await assertInert('main')
    await assertAccessible(page)
    await walk(page)
    await tabTo(page, menu.getByLabel('Language'))
    await tabTo(page, menu.getByRole('link', { name: 'API keys' }))
    await page.keyboard.press('Escape')
    await assertInert('nav')
    assert.ok(await hasFocus(burger))

    await page.keyboard.press('Enter')
    await enter(page, menu.getByRole('link', { name: 'Usage' }))
    assert.ok(await hasFocus(burger))
    await page.keyboard.press('Enter')
    await enter(page, menu.getByRole('link', { name: 'API keys' }))
    assert.ok(await hasFocus(page.getByRole('heading', { level: 1, name: 'API keys' })))
    await assertInert('nav')
    await leave()
  })

  it('shows where the focus is, all the way through every screen', async () => {
    const { page, leave } = await stage.visit('/log-in')
    await walk(page)
    await page.goto(`${stage.server.url}/app/sign-up`)
    await walk(page)
    await page.goto(`${stage.server.url}/app/log-in`)
    await typeLogIn(page, ADMIN)
    const screens = await screensInSight(page)
    for (const screen of screens) {
      await page.goto(`${stage.server.url}${screen}`)
      assert.ok((await walk(page)) > screens.length, `${screen}`)
      await page.setViewportSize(PHONE)
      await walk(page)
      await page.setViewportSize({ width: 1280, height: 720 })
    }
    await leave()
  })
})

/** Waits until the focus that something lost is there. */
async function assertTakesFocus(locator: Locator): Promise<void> {
  await locator.waitFor()
  for (let waits = 0; waits < 100; waits++) {
    if (await hasFocus(locator)) return
    await setTimeout(50)
  }
  assert.fail(`${locator} does not take the focus`)
}

async function enter(page: Page, locator: Locator): Promise<void> {
  await press(page, locator, 'Enter')
}

async function press(page: Page, locator: Locator, key: string): Promise<void> {
  await tabTo(page, locator)
  await page.keyboard.press(key)
}

async function write(page: Page, locator: Locator, text: string): Promise<void> {
  await tabTo(page, locator)
  await page.keyboard.type(text)
}

/** Goes on by the tab key until something has the focus; each stop on the way must be seen. */
async function tabTo(page: Page, locator: Locator): Promise<void> {
  await locator.waitFor()
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if (await hasFocus(locator)) return
    await page.keyboard.press('Tab')
    await assertFocusSeen(page)
  }
  assert.fail(`${locator} is not reached by the tab key`)
}

/** Goes through a whole screen, once it stands. @returns How many stops that were. */
async function walk(page: Page): Promise<number> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('img', { name: 'Loading' }).first().waitFor({ state: 'detached' })
  await page.evaluate(() => getSelection()?.empty())
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    await page.keyboard.press('Tab')
    await assertFocusSeen(page)
    if (await page.evaluate(() => document.activeElement === document.body)) return stops
  }
  return MOST_STOPS
}

function hasFocus(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element === document.activeElement)
}

/** What slides in is seen a moment later. */
async function assertFocusSeen(page: Page): Promise<void> {
  if ((await page.evaluate(hiddenFocus)) === undefined) return
  await setTimeout(1000)
  assert.equal(await page.evaluate(hiddenFocus), undefined, page.url())
}

/** Runs in the page: what has the focus, if nobody sees it there. WCAG 2.2, 2.4.7 and 2.4.11. */
function hiddenFocus(): string | undefined {
  const element = document.activeElement
  if (element === null || element === document.body) return undefined
  const { left, top, width, height } = element.getBoundingClientRect()
  const seen = document.elementFromPoint(left + width / 2, top + height / 2)
  const isSeen = seen !== null && (element.contains(seen) || seen.contains(element))
  const { outlineStyle } = getComputedStyle(element)
  const isMarked = outlineStyle !== 'none' || element.matches('input, textarea, select')
  return isSeen && isMarked ? undefined : element.outerHTML.slice(0, 300)
}
