import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { call, logIn, signUp } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { arrive, rowsOf, typeLogIn } from './arrive.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

describe('the account, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope)
  })
  after(() => scope.disposeAsync())

  it('changes a profile, and says beside the field what cannot be so', async () => {
    const other = await signUp(stage.server.url)
    const { page, person, expectRefusal, leave } = await arrive(stage, '/account')
    const save = page.getByRole('button', { name: 'Save' })
    await page.getByLabel('E-mail').waitFor()
    assert.ok(await save.isDisabled())

    await page.getByLabel('Full name').fill('Ofelia')
    await save.click()
    await page.getByText('Two words or more, please.').waitFor()
    await page.getByLabel('Full name').fill('Ofelia Lima')
    await page.getByLabel('E-mail').fill(`${other.username}@example.com`)
    expectRefusal(409, '/users/me')
    await save.click()
    await page.getByRole('alert').getByText('Somebody has registered with this').waitFor()
    assert.match((await page.getByRole('alert').locator('code').textContent()) ?? '', /^\S{8,}$/u)
    assert.equal(await page.getByLabel('E-mail').getAttribute('aria-invalid'), 'true')
    await assertAccessible(page)

    await page.getByLabel('E-mail').fill(`new-${person.username}@example.com`)
    await page.getByLabel('Phone').fill('+55 11 99999-0000')
    await page.getByLabel('Phone').press('Enter')
    await page.getByRole('alert').getByText('Your profile is saved.').waitFor()
    assert.ok(await save.isDisabled())
    await page.reload()
    assert.equal(await page.getByLabel('Full name').inputValue(), 'Ofelia Lima')
    assert.equal(await page.getByLabel('Phone').inputValue(), '+55 11 99999-0000')
    await leave()
  })

  it('keeps what is typed, and does not take back what was changed elsewhere meanwhile', async () => {
    const { page, person, leave } = await arrive(stage, '/account')
    const { url } = stage.server
    await page.getByLabel('Full name').fill('Ofelia Lima')
    const json = { phone: '+55 11 99999-0000' }
    await call(url, '/users/me', { method: 'PATCH', token: person.token, json })
    // Whoever comes back to the tab after a while sees who they are now.
    await page.clock.install()
    await page.clock.fastForward('01:00')
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[type="tel"]')?.value === '+55 11 99999-0000',
    )
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').getByText('Your profile is saved.').waitFor()
    const { body } = await call<object>(url, '/users/whoami', { token: person.token })
    assert.deepEqual({ ...body, ...json, full_name: 'Ofelia Lima' }, body)
    await leave()
  })

  it('changes the password, which ends every other session', async () => {
    const { page, person, expectRefusal, leave } = await arrive(stage, '/account')
    const { url } = stage.server
    // One is the page's, one is of signing up.
    await rowsOf(page, 'Sessions').nth(1).waitFor()
    assert.equal(await page.getByRole('button', { name: 'End' }).count(), 1)
    await page.getByLabel('Current password').fill('wrong horse 7')
    await page.getByLabel('New password').fill('battery staple 8')
    expectRefusal(422, '/users/me')
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByRole('alert').getByText('That is not your password.').waitFor()
    const described = await page.getByLabel('Current password').getAttribute('aria-describedby')
    const fault = page.locator(`[id="${described?.split(' ').at(-1)}"]`)
    assert.equal(await fault.textContent(), 'That is not your password.')

    await page.getByLabel('Current password').fill(person.password)
    await page.getByLabel('New password').press('Enter')
    await page.getByText('Your password is changed.').waitFor()
    await page.getByRole('button', { name: 'End' }).waitFor({ state: 'detached' })
    assert.equal(await rowsOf(page, 'Sessions').count(), 1)
    assert.equal(await page.getByLabel('Current password').inputValue(), '')
    assert.ok(await logIn(url, person.username, 'battery staple 8'))
    const { status } = await call(url, '/users/whoami', { token: person.token })
    assert.equal(status, 401)
    await leave()
  })

  it('ends a session elsewhere, where somebody is then asked to log in, and comes back', async () => {
    const { page, person, leave } = await arrive(stage, '/account')
    const elsewhere = await stage.visit('/log-in?next=/account')
    await typeLogIn(elsewhere.page, person)
    await rowsOf(elsewhere.page, 'Sessions').filter({ hasText: 'this one' }).waitFor()
    await page.reload()
    const others = rowsOf(page, 'Sessions').filter({ hasNotText: 'this one' })
    await others.filter({ hasText: 'Chrome on Linux' }).getByRole('button').click()
    await others.filter({ hasText: 'Chrome on Linux' }).waitFor({ state: 'detached' })

    elsewhere.expectRefusal(401, '/users/me/keys')
    elsewhere.expectRefusal(401, '/login/refresh')
    await elsewhere.page.getByRole('link', { name: 'API keys' }).click()
    await typeLogIn(elsewhere.page, person)
    await elsewhere.page.getByRole('heading', { level: 1, name: 'API keys' }).waitFor()
    await elsewhere.leave()
    await leave()
  })

  it('gives all that is stored, as a file', async () => {
    const { page, person, leave } = await arrive(stage, '/account')
    const { url } = stage.server
    const json = { text: 'Is that my cigar?' }
    assert.equal((await call(url, '/v1/classify', { token: person.token, json })).status, 200)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download my data' }).click(),
    ])
    const today = new Date().toISOString().slice(0, 7)
    assert.ok(download.suggestedFilename().startsWith(`hamlet-${person.username}-${today}`))
    const stored = JSON.parse(await readFile(await download.path(), 'utf8'))
    assert.equal(stored.account.username, person.username)
    assert.deepEqual(
      stored.decisions.map(({ text }: { readonly text: string }) => text),
      ['Is that my cigar?'],
    )
    await leave()
  })

  it('erases somebody who knows the password, and nobody else', async () => {
    const { page, person, expectRefusal, leave } = await arrive(stage, '/account')
    await page.getByRole('button', { name: 'Delete my account' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete your account?' })
    await dialog.getByLabel('Your password').fill('wrong horse 7')
    expectRefusal(422, '/users/me')
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await dialog.getByRole('alert').getByText('That is not your password.').waitFor()
    await assertAccessible(page)
    await dialog.getByLabel('Your password').fill(person.password)
    await dialog.getByLabel('Your password').press('Enter')
    await page.getByText('Your account and everything about it is erased.').waitFor()
    await page.getByRole('heading', { level: 1, name: 'To ham or not to ham' }).waitFor()
    await page.getByRole('banner').getByRole('link', { name: 'Log in' }).waitFor()
    await assert.rejects(logIn(stage.server.url, person.username, person.password))
    assert.deepEqual(await page.context().cookies(), [])
    await leave()
  })

  it('two tabs renew one session at once, again and again, and neither is logged out', async () => {
    const { page, person, leave } = await arrive(stage, '/account')
    const second = await page.context().newPage()
    await second.goto(`${stage.server.url}/app/keys`)
    for (let round = 0; round < 3; round++) {
      // Each reload forgets the access token, and asks for another by the cookie that both share.
      await Promise.all([page.reload(), second.reload()])
      await page.getByLabel('Full name').waitFor()
      await second.getByLabel('Name').waitFor()
    }
    for (const tab of [page, second]) {
      await tab.getByRole('banner').getByText(person.username).waitFor()
    }
    await leave()
  })

  it('outlives a restart of the server: what is typed stays, and is saved when it is back', async () => {
    const { page, expectOutage, leave } = await arrive(stage, '/account')
    await page.getByLabel('Full name').fill('Ofelia do Lago')
    expectOutage()
    await stage.server.stop()
    const save = page.getByRole('button', { name: 'Save' })
    await save.click()
    await page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
    await stage.startAgain()
    await save.click()
    await page.getByText('Your profile is saved.').waitFor()
    assert.equal(await page.getByLabel('Full name').inputValue(), 'Ofelia do Lago')
    await page.getByRole('link', { name: 'API keys' }).click()
    await page.getByText('You have no key yet.').waitFor()
    await leave()
  })
})
