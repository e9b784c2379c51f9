import assert from 'node:assert/strict'
import { execFile, spawnSync } from 'node:child_process'
import { after, before, describe, it } from 'node:test'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { Secret } from '../../packages/server/src/security/secret.ts'
import { openPostgres } from '../../packages/server/src/store/postgres.ts'
import { call, type Person, signUp } from '../client.ts'
import { WITHOUT_POSTGRES } from '../places.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { arrive, rowsOf, typeLogIn } from './arrive.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

const run = promisify(execFile)

const WITHOUT_PYTHON = spawnSync('python3', ['--version']).status !== 0 && 'there is no python3'

const SPAM = 'Congratulations! You won a free phone. Claim your prize now!'

describe('keys and usage, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope, { QUOTA_TIMEZONE: 'America/Sao_Paulo' })
  })
  after(() => scope.disposeAsync())

  describe('keys', () => {
    it('a new one is shown once, can be copied, and is in programs that work when pasted', async (t) => {
      const { page, person, leave } = await arrive(stage, '/keys', {
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      await page.getByText('You have no key yet.').waitFor()
      await page.getByRole('button', { name: 'Make the key' }).click()
      await page.getByText('Give it a name, please.').waitFor()
      await page.getByLabel('Name').fill('contact form')
      await page.getByLabel('It expires').selectOption('day')
      await page.getByLabel('Last day on which it works').fill('2020-02-29')
      await page.getByLabel('Name').press('Enter')
      await page.getByText('Choose today or a later day, please.').waitFor()
      await page.getByLabel('Last day on which it works').fill('9999-12-31')
      await page.getByLabel('Name').press('Enter')
      await page.getByText('That is too far away: choose an earlier day, please.').waitFor()
      await assertAccessible(page)
      await page.getByLabel('It expires').selectOption('in 90 days')
      assert.ok(await page.getByRole('radio', { name: 'Refuse' }).isChecked())
      await page.getByRole('radio', { name: 'Answer neither spam nor ham' }).check()
      await page.getByRole('button', { name: 'Make the key' }).click()

      const key = (await page.getByText(/^hk_[\w-]{51}$/u).textContent()) ?? ''
      await page.getByRole('button', { name: 'Copy the key' }).click()
      await page.getByRole('button', { name: 'Copied', exact: true }).waitFor()
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), key)
      const compatKey = (await page.getByText(/^[0-9a-f]{32}$/u).textContent()) ?? ''
      await page.getByRole('button', { name: 'Copy the compat key' }).click()
      await page.getByRole('button', { name: 'Copied', exact: true }).nth(1).waitFor()
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), compatKey)
      await page.getByText(`with ${new URL(stage.server.url).host} as their host`).waitFor()
      await assertAccessible(page)

      const curl = await run('sh', ['-c', await shownCode(page, 'curl', key)])
      assert.match(JSON.parse(curl.stdout).verdict, /^(?:spam|discard)$/u)
      await page.getByRole('tab', { name: 'curl' }).press('ArrowRight')
      const module = ['--input-type=module', '--eval', await shownCode(page, 'JavaScript', key)]
      const node = await run(process.execPath, module)
      assert.match(node.stdout, /^200 \{[^}]*verdict: '(?:spam|discard)'/u)
      await page.getByRole('tab', { name: 'JavaScript' }).press('ArrowRight')
      const python = await shownCode(page, 'Python', key)
      if (WITHOUT_PYTHON) t.diagnostic(WITHOUT_PYTHON)
      else assert.match((await run('python3', ['-c', python])).stdout, /'usage': \{'used': 3,/u)

      await page.getByRole('tab', { name: 'Python' }).press('ArrowRight')
      const akismet = await shownCode(page, 'Akismet', compatKey)
      assert.ok(akismet.startsWith(`curl '${stage.server.url}/1.1/comment-check' `), akismet)

      await page.getByRole('button', { name: 'I have copied it' }).click()
      await page.getByText('YOUR_KEY', { exact: false }).first().waitFor()
      await page.getByRole('tab', { name: 'Akismet' }).click()
      await shownCode(page, 'Akismet', 'YOUR_COMPAT_KEY')
      await rowsOf(page, 'Your keys').getByText('are told neither spam nor ham').waitFor()
      const content = await page.content()
      assert.ok(!content.includes(key) && !content.includes(compatKey))
      await leave()

      const { body } = await call<{ readonly items: readonly { readonly over_quota: string }[] }>(
        ...([stage.server.url, '/users/me/keys', { token: person.token }] as const),
      )
      assert.deepEqual(
        body.items.map((item) => item.over_quota),
        ['undecided'],
      )
    })

    it('marks the day where the server says that it has passed: its clock may be another', async () => {
      const { page, expectRefusal, leave } = await arrive(stage, '/keys')
      await page.clock.setFixedTime(new Date('2020-01-01T12:00:00Z'))
      await page.getByLabel('Name').fill('contact form')
      await page.getByLabel('It expires').selectOption('day')
      const day = page.getByLabel('Last day on which it works')
      await day.fill('2020-02-29')
      expectRefusal(422, '/users/me/keys')
      await page.getByRole('button', { name: 'Make the key' }).click()
      await page.getByText('This time has passed.').waitFor()
      assert.equal(await day.getAttribute('aria-invalid'), 'true')
      await leave()
    })

    it('says in Portuguese, too, what the two forms of a key are for', async () => {
      const { page, leave } = await arrive(stage, '/keys', { locale: 'pt-BR' })
      await page.getByText('onde uma recusa perderia o que alguém escreveu').waitFor()
      await page.getByLabel('Nome').fill('fórum')
      await page.getByRole('button', { name: 'Criar a chave' }).click()
      await page.getByRole('heading', { name: 'Chave de API', exact: true, level: 3 }).waitFor()
      await page.getByRole('heading', { name: 'Chave compatível', level: 3 }).waitFor()
      await page.getByText('Para clientes do Akismet e do Perspective').waitFor()
      assert.equal(await page.getByText(/^[0-9a-f]{32}$/u).count(), 1)
      await assertAccessible(page)
      await page.getByRole('button', { name: 'Já copiei' }).click()
      await rowsOf(page, 'Suas chaves').filter({ hasText: 'fórum' }).waitFor()
      assert.equal(await page.getByText('não ouvem nem spam nem ham').count(), 0)
      await leave()
    })

    it('the list says when one was used, and revokes it after asking', async () => {
      const { page, person, leave } = await arrive(stage, '/keys', { locale: 'pt-BR' })
      const { url } = stage.server
      const json = { name: 'robô', scopes: ['spam_ml'] }
      const made = await call<{ readonly key: string }>(url, '/users/me/keys', {
        token: person.token,
        json,
      })
      await page.reload()
      const row = rowsOf(page, 'Suas chaves').filter({ hasText: 'robô' })
      await row.getByText('nunca usada').waitFor()
      await row.getByText('não vence').waitFor()
      const judge = () =>
        call(url, '/v1/classify', { token: made.body.key, json: { text: 'Olá, tudo bem?' } })
      assert.equal((await judge()).status, 200)
      await page.reload()
      await row.getByText('último uso em').waitFor()

      await row.getByRole('button', { name: 'Revogar' }).click()
      const dialog = page.getByRole('dialog', { name: 'Revogar “robô”?' })
      await dialog.getByText('Programas que a usam serão recusados').waitFor()
      await assertAccessible(page)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
      assert.equal((await judge()).status, 200)
      await row.getByRole('button', { name: 'Revogar' }).click()
      await dialog.getByRole('button', { name: 'Revogar para sempre' }).click()
      await page.getByText('A chave “robô” foi revogada.').waitFor()
      await page.getByText('Você ainda não tem chaves.').waitFor()
      assert.equal((await judge()).status, 401)
      await leave()
    })
  })

  describe('usage', () => {
    it('shows units of this month, when they come anew where the quota is, and days', async () => {
      const { page, person, leave } = await arrive(stage, '/usage', { timezoneId: 'Asia/Tokyo' })
      await page.getByText('10 units left').waitFor()
      await page.getByText('Nothing was decided in this month.').waitFor()
      await page.getByText('You have used no unit yet.').waitFor()
      const texts = [...Array<string>(6).fill('See you at six'), ...Array<string>(4).fill(SPAM)]
      await call(stage.server.url, '/v1/classify/batch', { token: person.token, json: { texts } })
      await page.reload()
      await page.getByText('All units are used up').waitFor()
      await page.getByText(/^New units on \w+ 1, \d{4}.*12:00\sAM GMT-3$/u).waitFor()
      const figure = page.getByRole('figure').filter({ hasText: /^Decisions by day in \w+ \d+/u })
      await figure.locator('.recharts-bar-rectangle path').first().hover()
      await page
        .locator('.recharts-tooltip-wrapper')
        .getByText(/day, \w+ \d+$/u)
        .waitFor()
      await page.getByRole('row', { name: /^\w+ \d{4} 10 6 4$/u }).waitFor()
      await assertAccessible(page)
      await leave()
    })

    it('says what the chart shows to whoever has no mouse', async () => {
      const { page, person, leave } = await arrive(stage, '/usage')
      const texts = ['See you at six', SPAM, SPAM]
      await call(stage.server.url, '/v1/classify/batch', { token: person.token, json: { texts } })
      await page.reload()
      const figure = page.getByRole('figure')
      const row = figure.getByRole('row', { name: /day, \w+ \d+ 1 2$/u })
      await figure.waitFor()
      assert.equal(await row.count(), 0)
      await page.getByLabel('Month', { exact: true }).focus()
      await page.keyboard.press('Tab')
      assert.equal(await page.locator(':focus').textContent(), 'As a table')
      await page.keyboard.press('Enter')
      await row.waitFor()
      // What is wider than the window scrolls by the keys.
      await page.keyboard.press('Tab')
      const focused = page.locator('section:focus')
      await focused.getByRole('columnheader', { name: 'Spam' }).waitFor()
      await assertAccessible(page)
      await leave()
    })

    it('shows the months before, and their days', { skip: WITHOUT_POSTGRES }, async () => {
      const person = await signUp(stage.server.url)
      await useUnits(stage, person, '2024-02', { 1: [3, 1], 29: [1234, 0] })
      const { page, leave } = await stage.visit('/log-in?next=/usage', { locale: 'pt-BR' })
      await typeLogIn(page, person)
      await page.getByRole('row', { name: 'fevereiro de 2024 1.238 1.237 1' }).waitFor()
      await page.getByLabel('Mês', { exact: true }).selectOption('fevereiro de 2024')
      await page.getByRole('figure').getByText('Como tabela').click()
      await page.getByRole('row', { name: 'quinta-feira, 29 de fevereiro 1.234 0' }).waitFor()
      await leave()
    })
  })

  it('fits a phone: account, keys and usage', async () => {
    const { page, leave } = await arrive(stage, '/account', {
      viewport: { width: 360, height: 740 },
    })
    for (const path of ['/account', '/keys', '/usage']) {
      await page.goto(`${stage.server.url}/app${path}`)
      await page.getByRole('heading', { level: 2 }).nth(2).waitFor()
      await page.getByRole('status').first().waitFor({ state: 'detached' })
      await assertAccessible(page)
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      assert.equal(overflow, 0, path)
    }
    await leave()
  })
})

/** The program that is shown in a language, with the key in it. */
async function shownCode(page: Page, language: string, key: string): Promise<string> {
  const panel = page.getByRole('tabpanel', { name: language })
  const code = (await panel.locator('pre').textContent()) ?? ''
  assert.ok(code.includes(key), code)
  return code
}

/** Puts decisions into a month that is over, by day: ham and spam. */
async function useUnits(
  { place }: Stage,
  { id }: Person,
  month: string,
  days: Readonly<Record<number, readonly [ham: number, spam: number]>>,
): Promise<void> {
  const url = new Secret(place['DATABASE_URL'] ?? '')
  const { db, close } = await openPostgres(
    { kind: 'postgres', connection: { url }, pool: 1 },
    'serving',
  )
  const counts = Array.from({ length: 31 }, (_, i) => days[i + 1] ?? [0, 0])
  const [ham, spam] = [counts.map(([one]) => one), counts.map(([, one]) => one)]
  const used = [...ham, ...spam].reduce((sum, one) => sum + one, 0)
  await db
    .insertInto('usage')
    .values({ account_id: id as never, month, used: used as never, ham, spam })
    .execute()
  await close()
}
