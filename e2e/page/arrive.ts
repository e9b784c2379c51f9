import assert from 'node:assert/strict'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { type Person, signUp } from '../client.ts'
import type { Stage, Visit } from './stage.ts'

/** Somebody new, who is logged in and looks at a screen. */
export async function arrive(
  stage: Stage,
  path: string,
  options: BrowserContextOptions = {},
): Promise<Visit & { readonly person: Person }> {
  const person = await signUp(stage.server.url)
  const visit = await stage.visit(`/log-in?next=${path}`, options)
  await typeLogIn(visit.page, person)
  return { ...visit, person }
}

/** Fills in the log-in screen, in any language, and waits until it has let somebody in. */
export async function typeLogIn(
  page: Page,
  { username, password }: Pick<Person, 'username' | 'password'>,
): Promise<void> {
  await page.locator('[autocomplete="username"]').fill(username)
  const box = page.locator('[autocomplete="current-password"]')
  await box.fill(password)
  await box.press('Enter')
  await page.getByRole('banner').getByText(username).waitFor({ state: 'attached' })
}

/** Logs somebody in who looks at another screen, in English. */
export async function logInByPage(
  page: Page,
  person: Pick<Person, 'username' | 'password'>,
): Promise<void> {
  await page.getByRole('banner').getByRole('link', { name: 'Log in' }).click()
  await typeLogIn(page, person)
}

/** The items of the list below a heading. */
export function rowsOf(page: Page, heading: string): Locator {
  return page.getByRole('region', { name: heading }).getByRole('listitem')
}

/** The addresses of all screens that the navigation names to an administrator. */
export async function screensInSight(page: Page): Promise<readonly string[]> {
  const links = page.getByRole('navigation').getByRole('link')
  const screens = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
  assert.ok(screens.length >= 9, `${screens}`)
  return screens
}
