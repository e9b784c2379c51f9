import assert from 'node:assert/strict'
import { randomBytes, randomInt } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { allDecisions, cpfNumber, signUp, usedUnits } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { logInByPage } from './arrive.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

describe('signing up and logging in, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope, {
      APP_ENV: 'test',
      JWT_SECRET: randomBytes(32).toString('hex'),
      PASSWORD_MIN_LENGTH: '12',
    })
  })
  after(() => scope.disposeAsync())

  it('signs somebody up in Portuguese, and they are logged in', async () => {
    const { page, expectRefusal, leave } = await stage.visit('/', { locale: 'pt-BR' })
    await page.getByRole('link', { name: 'Cadastrar-se' }).first().click()
    await page.getByRole('button', { name: 'Cadastrar-se' }).click()
    await page.getByText('Duas palavras ou mais, por favor.').waitFor()
    await assertAccessible(page)

    const username = `ofelia-${randomBytes(4).toString('hex')}`
    await page.getByLabel('Nome completo').fill('Ofélia Souza')
    await page.getByLabel('E-mail').fill(`${username}@example.com`)
    await page.getByLabel('Nome de usuário').fill(username)
    await page.getByLabel('Senha', { exact: true }).fill('correct horse 7')
    const document = page.getByLabel('CPF ou CNPJ')
    await document.pressSequentially('52998224724')
    assert.equal(await document.inputValue(), '529.982.247-24')
    expectRefusal(422, '/users/register/')
    await page.getByRole('button', { name: 'Cadastrar-se' }).click()
    await page.getByRole('alert').getByText('Este CPF ou CNPJ não é válido.').waitFor()
    assert.match(
      (await page.getByRole('alert').locator('code').textContent()) ?? '',
      /^[\w-]{8,}$/u,
    )
    assert.match((await faultOf(page, document)) ?? '', /Este CPF ou CNPJ não é válido\./u)

    await document.fill('529.982.247-25')
    await page.getByRole('button', { name: 'Cadastrar-se' }).click()
    await page.getByRole('banner').getByText(username).waitFor()
    await page.getByRole('heading', { level: 1, name: 'É spam ou não é?' }).waitFor()
    await leave()
  })

  it('punctuates a CPF or CNPJ that is corrected in the middle, where the caret stays', async () => {
    const { page, leave } = await stage.visit('/sign-up')
    const box = page.getByLabel('CPF or CNPJ')
    await box.pressSequentially('9982247')
    await press(page, ['Home', '5', '2'])
    await page.keyboard.type('0')
    assert.equal(await box.inputValue(), '520.998.224-7')
    await press(page, ['Backspace', ...Array<string>(8).fill('ArrowRight'), 'ArrowRight'])
    await page.keyboard.type('25')
    assert.equal(await box.inputValue(), '529.982.247-25')
    // Both keys step over the dot, and take the digit behind it.
    await press(page, ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Delete', 'Delete'])
    assert.equal(await box.inputValue(), '529.822.472-5')
    await press(page, ['Backspace', 'Backspace'])
    assert.equal(await box.inputValue(), '528.224.725')
    await press(page, ['9', '9'])
    assert.equal(await box.inputValue(), '529.982.247-25')
    await box.fill('11222333000181')
    await press(page, ['Home', 'ArrowRight', '7'])
    assert.equal(await box.inputValue(), '11.222.333/0001-81')
    await leave()
  })

  it('says beside each field what this server does not take, before it is asked', async () => {
    const { page, leave } = await stage.visit('/sign-up')
    const password = page.getByLabel('Password', { exact: true })
    for (const [field, typed, words] of [
      [password, 'correct hor', 'Too short. Characters at least: 12.'],
      [password, 'a'.repeat(257), 'Too long: at most 256 characters.'],
      [
        page.getByLabel('Full name'),
        `Ofelia ${'a'.repeat(194)}`,
        'Too long: at most 200 characters.',
      ],
      [page.getByLabel('Phone'), '1'.repeat(33), 'Too long: at most 32 characters.'],
    ] as const) {
      await field.fill(typed)
      await page.getByRole('button', { name: 'Sign up' }).click()
      await page.getByText(words).waitFor()
      assert.equal(await faultOf(page, field), words)
    }
    await leave()
  })

  it('only logs in where that was lost after registering', async () => {
    const { page, expectOutage, leave } = await stage.visit('/sign-up')
    const username = `ofelia-${randomBytes(4).toString('hex')}`
    await page.getByLabel('Full name').fill('Ofelia Souza')
    await page.getByLabel('E-mail').fill(`${username}@example.com`)
    await page.getByLabel('Username').fill(username)
    await page.getByLabel('Password', { exact: true }).fill('correct horse 7')
    await page.getByLabel('CPF or CNPJ').fill(cpfNumber(randomInt(1e9)))
    expectOutage()
    await page.route('**/login/', (route) => route.abort(), { times: 1 })
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
    // What is registered is what will stand in the account: it is not to be changed here.
    await page.getByText(`The account ${username} is there`).waitFor()
    assert.ok(await page.getByLabel('E-mail').isDisabled())
    assert.ok(await page.getByLabel('Password', { exact: true }).isDisabled())
    await assertAccessible(page)
    await page.getByRole('button', { name: 'Log in now' }).click()
    await page.getByRole('banner').getByText(username).waitFor()
    await leave()
  })

  it('says in words that a password is wrong, and logs in with the right one', async () => {
    const person = await signUp(stage.server.url)
    const { page, expectRefusal, leave } = await stage.visit()
    expectRefusal(401, '/login/')
    await page.getByRole('banner').getByRole('link', { name: 'Log in' }).click()
    await page.getByLabel('Username or e-mail').fill(person.username)
    await page.getByLabel('Password', { exact: true }).fill('wrong horse 7')
    await page.getByLabel('Password', { exact: true }).press('Enter')
    await page.getByRole('alert').getByText('The name or the password is wrong.').waitFor()
    await assertAccessible(page)
    await logInByPage(page, person)
    await leave()
  })

  it('makes an official decision, which takes a unit and has an id', async () => {
    const person = await signUp(stage.server.url)
    const { page, leave } = await stage.visit()
    await logInByPage(page, person)
    await page.getByRole('button', { name: /^Congratulations!/u }).click()
    await page.getByRole('button', { name: 'Make it an official decision' }).click()
    const decided = page.getByRole('status').filter({ hasText: 'Decided by the server' })
    await decided.getByText('9 units left this month').waitFor()
    const id = await decided.locator('code').first().textContent()
    const kept = await allDecisions(stage.server.url, person.token)
    assert.deepEqual(
      kept.map((decision) => decision.decision_id),
      [id],
    )
    await assertAccessible(page)
    await page.getByLabel('Message', { exact: true }).fill('See you at six, mum')
    await page.getByText(/^Of the text Congratulations!/u).waitFor()
    assert.equal(await usedUnits(stage.server.url, person.token), 1)
    await leave()
  })

  it('says beside the message why it cannot be decided, until it is another one', async () => {
    const person = await signUp(stage.server.url)
    const { page, expectRefusal, leave } = await stage.visit()
    await logInByPage(page, person)
    const box = page.getByLabel('Message', { exact: true })
    for (const [text, words] of [
      ['Call now \0', 'This holds a character that cannot be stored.'],
      ['a'.repeat(32_001), 'Too long: at most 32,000 characters.'],
    ] as const) {
      await box.fill(text)
      assert.equal(await box.getAttribute('aria-invalid'), null)
      expectRefusal(422, '/v1/classify')
      await page.getByRole('button', { name: 'Make it an official decision' }).click()
      await page.getByRole('alert').waitFor()
      assert.equal(await faultOf(page, box), words)
      assert.equal(await box.getAttribute('aria-invalid'), 'true')
      await assertAccessible(page)
      await box.fill(`${text}!`)
      await page.getByRole('alert').waitFor({ state: 'detached' })
    }
    await leave()
  })

  it('counts an official decision at once in the usage that was shown before', async () => {
    const person = await signUp(stage.server.url)
    const { page, leave } = await stage.visit()
    await logInByPage(page, person)
    const go = (name: string) => page.getByRole('link', { name, exact: true }).click()
    await go('Usage')
    await page.getByText('10 units left', { exact: true }).waitFor()
    await go('To ham or not to ham')
    await page.getByRole('button', { name: /^Congratulations!/u }).click()
    await page.getByRole('button', { name: 'Make it an official decision' }).click()
    await page.getByRole('status').filter({ hasText: 'Decided by the server' }).waitFor()
    await go('Usage')
    await page.getByText('9 units left', { exact: true }).waitFor()
    await leave()
  })

  it('works where the browser lets the page keep nothing: languages, logging in, and a reload', async () => {
    const person = await signUp(stage.server.url)
    const { page, expectRefusal, leave } = await stage.visit()
    await page.context().addInitScript(blockStorage)
    // Nothing says that there is no session: the server is asked.
    expectRefusal(401, '/login/refresh')
    await page.reload()
    await page.getByText('What Hamlet thinks of your message will stand here.').waitFor()
    assert.match(await page.evaluate(tryStorage), /SecurityError/u)
    await page.getByLabel('Language').selectOption('pt-BR')
    await page.getByRole('heading', { level: 1, name: 'É spam ou não é?' }).waitFor()
    await page.getByLabel('Idioma').selectOption('en')
    await logInByPage(page, person)
    await page.reload()
    await page.getByRole('banner').getByText(person.username).waitFor()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByRole('banner').getByRole('link', { name: 'Log in' }).waitFor()
    await leave()
  })

  it('stays logged in over a reload, in a second tab, and not after logging out in one of them', async () => {
    const person = await signUp(stage.server.url)
    const { page, leave } = await stage.visit()
    await logInByPage(page, person)
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
    assert.doesNotMatch(kept + (await page.evaluate(() => document.cookie)), /eyJ|[\w-]{40}/u)
    const second = await page.context().newPage()
    await Promise.all([page.reload(), second.goto(`${stage.server.url}/app/`)])
    for (const tab of [page, second])
      await tab.getByRole('banner').getByText(person.username).waitFor()

    await second.getByRole('button', { name: 'Log out' }).click()
    for (const tab of [page, second]) {
      await tab.getByRole('banner').getByRole('link', { name: 'Log in' }).waitFor()
    }
    await page.reload()
    await page.getByRole('banner').getByRole('link', { name: 'Log in' }).waitFor()
    await leave()
  })
})

async function press(page: Page, keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** What stands below a field as its fault. */
async function faultOf(page: Page, field: Locator): Promise<string | null> {
  const described = await field.getAttribute('aria-describedby')
  const id = described?.split(' ').find((one) => one.endsWith('-error'))
  return page.locator(`[id="${id}"]`).textContent()
}

/** Runs in the page: its storage is as in a browser that blocks what sites keep. */
function blockStorage(): void {
  Object.defineProperty(window, 'localStorage', {
    get() {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    },
  })
  navigator.locks.request = () =>
    Promise.reject(new DOMException('Access to the Locks API is denied.', 'SecurityError'))
}

/** Runs in the page. */
function tryStorage(): string {
  try {
    return String(localStorage.length)
  } catch (error) {
    return String(error)
  }
}
