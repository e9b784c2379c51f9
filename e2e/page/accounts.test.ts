import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { ADMIN, ADMIN_SETTINGS } from '../admin.ts'
import { call, logIn, type Person, signUp } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { logInByPage, typeLogIn } from './arrive.ts'
import { assertAccessible, openStage, type Stage, type Visit } from './stage.ts'

describe('administering accounts, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage
  let adminToken: string
  let people: readonly Person[]

  before(async () => {
    stage = await openStage(scope, ADMIN_SETTINGS)
    const { url } = stage.server
    adminToken = await logIn(url, ADMIN.username, ADMIN.password)
    people = await Promise.all(Array.from({ length: 21 }, () => signUp(url)))
  })
  after(() => scope.disposeAsync())

  /** Logs the administrator in, and goes to the accounts. */
  const administer = async (): Promise<Visit> => {
    const opened = await stage.visit('/log-in', { reducedMotion: 'reduce' })
    await logInByPage(opened.page, ADMIN)
    await opened.page.getByRole('link', { name: 'Accounts' }).click()
    await opened.page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor()
    return opened
  }

  const somebody = (index: number): Person => {
    const person = people[index]
    assert.ok(person)
    return person
  }

  const stored = async ({ id }: Person) => {
    const path = `/users/${id}`
    const { body } = await call<Record<string, unknown>>(stage.server.url, path, {
      token: adminToken,
    })
    return body
  }

  it('shows them page by page, and finds one by a part of its name', async () => {
    const { page, leave } = await administer()
    await page.getByText('22 accounts').waitFor()
    assert.equal(await rows(page).count(), 20)
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Next page' }).click()
    await page.waitForURL(/\?page=2$/u)
    await waitForRows(page, 2)
    await page.goBack()
    await waitForRows(page, 20)

    const wanted = somebody(7)
    await page.getByLabel('Search').fill(wanted.username.slice(2, -1).toUpperCase())
    await waitForRows(page, 1)
    await rows(page).getByText(wanted.username, { exact: true }).waitFor()
    await page.getByText('1 account', { exact: true }).waitFor()
    await page.getByLabel('Search').fill('nobody is called that')
    await page.getByText('No account has that in its name or address.').waitFor()
    await page.getByRole('link', { name: 'Accounts' }).click()
    await waitForRows(page, 20)
    assert.equal(await page.getByLabel('Search').inputValue(), '')
    await leave()
  })

  it('leads from a page behind the last to the last one, and the way back knows what was searched', async () => {
    const { page, leave } = await stage.visit('/log-in?next=/admin/accounts%3Fpage%3D7')
    await typeLogIn(page, ADMIN)
    await page.waitForURL(/\?page=2$/u)
    await waitForRows(page, 2)
    const wanted = somebody(7)
    await page.getByLabel('Search').fill(wanted.username)
    await waitForRows(page, 1)
    await page.getByRole('link', { name: 'Accounts' }).click()
    await waitForRows(page, 20)
    await page.goBack()
    await waitForRows(page, 1)
    assert.equal(await page.getByLabel('Search').inputValue(), wanted.username)
    await leave()
  })

  it('shows what an account used, and gives it a limit of its own, none, and the default', async () => {
    const { page, leave } = await administer()
    const person = somebody(0)
    for (const text of ['win a free prize now', 'see you at six, mum']) {
      await call(stage.server.url, '/v1/classify', { token: person.token, json: { text } })
    }
    const drawer = await open(page, person)
    await rows(page).getByText('2 / 10').waitFor()
    await drawer.getByText('2 of 10 units used this month').waitFor()
    await drawer.getByText('1 ham and 1 spam').waitFor()
    await drawer.getByRole('radio', { name: 'A number of its own' }).check()
    await drawer.getByText(/^\d{3}\.\d{3}\.\d{3}-\d\d$/u).waitFor()
    const units = drawer.getByLabel('Units a month')
    const fault = drawer.getByText('A whole number from 0 to 2,000,000,000, please.')
    for (const typed of ['', '12.5', '-5', '1e3', '3000000000']) {
      await units.fill('')
      await units.pressSequentially(typed)
      await units.press('Enter')
      await fault.waitFor()
      assert.equal(await units.inputValue(), typed)
    }
    await assertAccessible(page)
    await units.fill('5')
    await fault.waitFor({ state: 'detached' })
    await units.fill('1234')
    const save = () => saveRights(page)
    await save()
    assert.equal((await stored(person))['monthly_limit'], 1234)
    await drawer.getByRole('radio', { name: 'No limit' }).check()
    await save()
    assert.equal((await stored(person))['monthly_limit'], null)
    await drawer.getByRole('radio', { name: 'Default, the same as everybody' }).check()
    await save()
    assert.equal((await stored(person))['monthly_limit_kind'], 'default')
    await leave()
  })

  it('does not take back what another administrator has changed meanwhile', async () => {
    const { page, leave } = await administer()
    const person = somebody(3)
    const drawer = await open(page, person)
    await drawer.getByText('Administrator', { exact: true }).click()
    await call(stage.server.url, `/users/${person.id}`, {
      method: 'PATCH',
      token: adminToken,
      json: { monthly_limit: 77 },
    })
    // Shutting the account out and letting it in has it read anew.
    await drawer.getByRole('button', { name: 'Disable' }).click()
    await drawer.getByRole('button', { name: `Yes, disable ${person.username}` }).click()
    await drawer.getByRole('button', { name: 'Enable again' }).press('Enter')
    await drawer.getByRole('button', { name: 'Disable' }).waitFor()
    assert.equal(await drawer.getByLabel('Units a month').inputValue(), '77')
    await saveRights(page)
    const { role, monthly_limit } = await stored(person)
    assert.deepEqual({ role, monthly_limit }, { role: 'admin', monthly_limit: 77 })
    // One of the tests below makes sure that nobody else is left to administer.
    const json = { role: 'user' }
    await call(stage.server.url, `/users/${person.id}`, {
      method: 'PATCH',
      token: adminToken,
      json,
    })
    await leave()
  })

  it('makes another administrator, who sees the same; a user is shown a plain page', async () => {
    const person = somebody(1)
    const user = await stage.visit('/log-in')
    await typeLogIn(user.page, person)
    await user.page.goto(`${stage.server.url}/app/admin/accounts`)
    await user.page.getByRole('heading', { level: 1, name: 'Nothing here' }).waitFor()
    await user.page.getByText('There is no such screen, or it is not yours to see.').waitFor()
    await assertAccessible(user.page)
    assert.equal(await user.page.getByRole('link', { name: 'Accounts' }).count(), 0)

    const { page, leave } = await administer()
    const drawer = await open(page, person)
    await drawer.getByText('Administrator', { exact: true }).click()
    await saveRights(page)
    await leave()
    // Another role ends what was granted for the one before.
    user.expectRefusal(401, '/login/refresh')
    await user.page.reload()
    await typeLogIn(user.page, person)
    await user.page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor()
    await waitForRows(user.page, 20)
    await user.leave()
  })

  it('disables an account only when told twice, and lets it in again', async () => {
    const { page, leave } = await administer()
    const person = somebody(2)
    const drawer = await open(page, person)
    await drawer.getByRole('button', { name: 'Disable' }).press('Enter')
    await focused(drawer, `Yes, disable ${person.username}`).waitFor()
    await drawer.getByRole('button', { name: 'Cancel' }).press('Enter')
    await focused(drawer, 'Disable').waitFor()
    assert.equal((await stored(person))['disabled'], false)
    await drawer.getByRole('button', { name: 'Disable' }).click()
    await drawer.getByRole('button', { name: `Yes, disable ${person.username}` }).press('Enter')
    await page.getByText(`${person.username} was disabled`).waitFor()
    await drawer.getByText('This account is disabled').waitFor()
    await focused(drawer, 'Enable again').waitFor()
    assert.equal((await stored(person))['disabled'], true)
    const answer = await call(stage.server.url, '/v1/usage', { token: person.token })
    assert.equal(answer.status, 401)
    await drawer.getByRole('button', { name: 'Enable again' }).press('Enter')
    await page.getByText(`${person.username} was enabled again`).waitFor()
    await focused(drawer, 'Disable').waitFor()
    assert.equal((await stored(person))['disabled'], false)
    await leave()
  })

  it('says in words that nobody would be left to administer', async () => {
    const { page, expectRefusal, leave } = await administer()
    const me = await call<Person>(stage.server.url, '/users/whoami', { token: adminToken })
    await call(stage.server.url, `/users/${somebody(1).id}`, {
      method: 'PATCH',
      token: adminToken,
      json: { role: 'user' },
    })
    const drawer = await open(page, ADMIN)
    await drawer.getByText('This is your own account.').waitFor()
    expectRefusal(409, `/users/${me.body.id}`)
    await drawer.getByRole('button', { name: 'Disable' }).click()
    await drawer.getByRole('button', { name: `Yes, disable ${ADMIN.username}` }).click()
    const alert = drawer.getByRole('alert').filter({ hasText: 'last administrator' })
    await alert.locator('code').waitFor()
    await leave()
  })

  it('speaks Portuguese, and fits a phone', async () => {
    const { page, leave } = await stage.visit('/log-in?next=/admin/accounts', {
      locale: 'pt-BR',
      reducedMotion: 'reduce',
      viewport: { width: 320, height: 844 },
    })
    await typeLogIn(page, ADMIN)
    await page.getByText('22 contas').waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320)
    await page
      .getByRole('button', { name: /^Alterar /u })
      .first()
      .click()
    await page.getByRole('dialog').getByText('Limite mensal').waitFor()
    await leave()
  })
})

/** A button, once it has the focus. */
function focused(drawer: Locator, name: string) {
  return drawer.getByRole('button', { name, exact: true }).and(drawer.locator(':focus'))
}

function rows(page: Page) {
  return page.getByRole('main').locator('tbody tr')
}

async function waitForRows(page: Page, count: number): Promise<void> {
  await rows(page)
    .nth(count - 1)
    .waitFor()
  await rows(page).nth(count).waitFor({ state: 'detached' })
}

/** Saves role and limit, and waits until the form shows what was saved: there is nothing to save then. */
async function saveRights(page: Page): Promise<void> {
  const saved = page.waitForResponse((reply) => reply.request().method() === 'PATCH')
  await page.getByRole('button', { name: 'Save' }).click()
  await saved
  await page.locator('button[type="submit"]:disabled:not([data-loading])').waitFor()
}

/** Finds an account and opens it. */
async function open(page: Page, { username }: Pick<Person, 'username'>) {
  await page.getByLabel('Search').fill(username)
  await page.getByRole('button', { name: `Change ${username}` }).click()
  return page.getByRole('dialog', { name: username })
}
