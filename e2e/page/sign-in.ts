import type { Page } from 'playwright-core'
import type { Person } from '../client.ts'

/** Logs somebody in through the page, and waits until it says so. */
export async function logInByPage(
  page: Page,
  { username, password }: Pick<Person, 'username' | 'password'>,
): Promise<void> {
  await page.getByRole('banner').getByRole('link', { name: 'Log in' }).click()
  await page.getByLabel('Username or e-mail').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('banner').getByText(username).waitFor()
}
