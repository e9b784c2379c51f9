import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { allDecisions, call, signUp, usedUnits } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { arrive, logInByPage } from './arrive.ts'
import { dropLargeFile, dropTwoFiles } from './drop-files.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'
import { watchThreads } from './threads.ts'

/** Units of a month: a batch of 1,000 and the half of another. */
const UNITS = 1500

/** Characters of the longest text that the server takes. */
const LONGEST = 200

/** Milliseconds of work for which the page may be deaf: the charts are loaded once. */
const QUICK_MS = 1000

const SPAM = 'WINNER!! You have won a £1000 prize. Call 09061701461 now to claim.'

const text = (row: number) =>
  row % 3 === 0 ? `${SPAM} No ${row}` : `See you at six, number ${row}`

describe('many texts at once, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope, {
      MONTHLY_QUOTA: String(UNITS),
      MAX_TEXT_CHARS: String(LONGEST),
    })
  })
  after(() => scope.disposeAsync())

  it('judges a CSV of some thousand rows as the server does, shows it and saves it', async () => {
    const rows = Array.from({ length: 4000 }, (_, i) => `${i + 1};"${text(i + 1)}";=1+1`)
    const { page, leave } = await stage.visit('/many')
    await assertAccessible(page)
    await choose(page, 'posts.csv', `nr;message;note\r\n${rows.join('\r\n')}\r\n`)
    assert.equal(await page.getByLabel('Column with the messages').inputValue(), '1')
    await assertAccessible(page)
    await judge(page, 4000)
    await page.locator('.recharts-bar-rectangle').first().waitFor()
    await assertAccessible(page)
    assert.equal(await sumOfFigure(page), 4000)

    await page.getByRole('button', { name: 'Probability' }).click()
    await page.getByLabel('Search in the messages').fill('number 2999')
    await page.getByText('Rows found: 1', { exact: true }).waitFor()
    const shown = page.locator('tbody data').first()
    const { token } = await signUp(stage.server.url)
    const json = { text: text(2999) }
    const { body } = await call<Decided>(stage.server.url, '/v1/classify', { token, json })
    assert.equal(Number(await shown.getAttribute('value')), body.spam_probability)
    await page.getByLabel('Verdict').selectOption('ham')
    await page.getByLabel('Search in the messages').fill('WINNER')
    await page.getByText('No row is like that.').waitFor()
    await page.getByLabel('Search in the messages').fill('')
    const counted = await page.locator('[data-verdict="ham"]').textContent()
    const ham = /^Ham: ([\d,]+)$/u.exec(counted ?? '')?.[1] ?? ''
    assert.ok(ham.length > 3, counted ?? '')
    await page.getByText(`Rows found: ${ham}`, { exact: true }).waitFor()
    assert.equal(await page.locator('tbody data').count(), 50)

    const saved = await download(page, 'Save the result as CSV')
    assert.equal(saved.name, 'posts.hamlet.csv')
    const lines = saved.content.trimEnd().split('\r\n')
    assert.equal(lines[0], '\ufeffnr;message;note;spam_probability;label;verdict')
    assert.equal(lines.length, 4001)
    const last = `2999;${text(2999)};"'=1+1";${body.spam_probability};${body.label};${body.verdict}`
    assert.equal(lines[2999], last)
    await leave()
  })

  it('records rows until the units end in the middle of a batch, and says and saves which are left', async () => {
    const person = await signUp(stage.server.url)
    const { page, leave } = await stage.visit('/many')
    const lines = Array.from({ length: 2200 }, (_, i) => JSON.stringify({ text: text(i + 1) }))
    await choose(page, 'posts.ndjson', lines.join('\n'))
    await judge(page, 2200)
    await logInByPage(page, person)
    await page.getByRole('link', { name: 'Many at once' }).click()
    await page.getByText('Units that this costs: 2,200').waitFor()
    await page.getByText('You have 1,500 of 1,500 left').waitFor()
    await page.getByText('Rows that will find no unit: 700').waitFor()
    await page.getByRole('button', { name: 'Record only the first rows: 1,500' }).click()
    const ended = page.getByRole('status').filter({ hasText: "This month's units are used up" })
    await ended.getByText('Rows recorded: 1,500').waitFor()
    await ended.getByText('Rows left: 700, from row 1,501 on').waitFor()
    await assertAccessible(page)

    const { url } = stage.server
    assert.equal(await usedUnits(url, person.token), UNITS)
    const kept = await allDecisions(url, person.token)
    assert.deepEqual(
      kept.map((decision) => decision.text).reverse(),
      Array.from({ length: UNITS }, (_, i) => text(i + 1)),
    )
    const left = await download(page, 'Save the rows that are left')
    assert.equal(left.name, 'posts.left.ndjson')
    assert.deepEqual(left.content.trimEnd().split('\n'), lines.slice(UNITS))

    await page.getByRole('link', { name: 'Recorded: see the decision' }).first().click()
    await page
      .getByRole('dialog')
      .getByText(kept.at(-1)?.decision_id ?? '')
      .waitFor()
    await leave()
  })

  it('leaves out what the server would refuse, names those rows and why, and records the others', async () => {
    const person = await signUp(stage.server.url)
    const { page, expectRefusal, leave } = await stage.visit('/many')
    const texts = Array.from({ length: 1200 }, (_, i) => text(i + 1))
    for (const row of [3, 500, 501, 1100]) texts[row - 1] = 'long '.repeat(LONGEST)
    texts[6] = 'nul \0'
    texts[7] = 'half \ud83d'
    texts[8] = '💸'.repeat(LONGEST)
    texts[9] = ' '
    const lines = texts.map((one) => JSON.stringify({ text: one }))
    await choose(page, 'posts.ndjson', lines.join('\n'))
    await judge(page, 1199)
    await logInByPage(page, person)
    await page.getByRole('link', { name: 'Many at once' }).click()
    await page.getByText('Units that this costs: 1,197').waitFor()
    const stored = 'Rows that are left out (a text with characters that cannot be stored): 2.'
    await page.getByText(`${stored} Their numbers: 7 · 8.`).waitFor()

    expectRefusal(422, '/v1/classify/batch')
    await page.getByRole('button', { name: 'Record rows: 1,197' }).click()
    const ended = page.getByRole('status').filter({ hasText: 'Everything else is recorded' })
    await ended.getByText('Rows recorded: 1,193').waitFor()
    const long = `(a text longer than the ${LONGEST} characters that the server takes): 4.`
    await page.getByText(`${long} Their numbers: 3 · 500 · 501 · 1,100.`).waitFor()
    await page.getByText(`Left out: a text longer than the ${LONGEST} characters`).waitFor()
    await assertAccessible(page)
    assert.equal(await usedUnits(stage.server.url, person.token), 1193)

    const saved = await download(page, 'Save the result as CSV')
    const [head, ...rows] = saved.content.trimEnd().split('\r\n')
    assert.match(head ?? '', /,verdict,decision_id,not_recorded$/u)
    const named = rows.flatMap((row, i) => {
      const why = row.slice(row.lastIndexOf(',') + 1)
      return why === '' ? [] : [`${i + 1} ${why}`]
    })
    assert.deepEqual(named, [
      ...['3 too-long', '7 not-unicode', '8 not-unicode', '10 empty'],
      ...['500 too-long', '501 too-long', '1100 too-long'],
    ])
    await page.getByLabel('Language').selectOption('pt-BR')
    await page.getByText('Os números delas: 3 · 500 · 501 · 1.100.').waitFor()
    await leave()
  })

  it('says that a header alone is nothing to judge, until its owner says that it is a message', async () => {
    const { page, leave } = await stage.visit('/many')
    await choose(page, 'posts.csv', 'id,text\n\n')
    await page.getByRole('alert').getByText('There is nothing to judge').waitFor()
    const button = page.getByRole('button', { name: 'Judge the messages' })
    assert.equal(await button.isDisabled(), true)
    await assertAccessible(page)
    await page.getByLabel('The first row names the columns').uncheck()
    await judge(page, 1)
    await leave()
  })

  it('says what is wrong with a bad file', async () => {
    const { page, leave } = await stage.visit('/many')
    const refusals = [
      ['sheet.xlsx', 'PK\u0003\u0004\0\0', /This is not a text file\./u],
      ['none.csv', '\n', /There is nothing in it\./u],
      ['list.json', '[{"text":"a"}]', /It holds one JSON list\./u],
      ['open.csv', 'id,text\n1,"never closed\n2,b\n', /opened in row 2 and never closed/u],
    ] as const
    for (const [name, content, words] of refusals) {
      await choose(page, name, content)
      const alert = page.getByRole('alert').filter({ hasText: name })
      await alert.getByText(words).waitFor()
    }
    await page.evaluate(dropTwoFiles)
    await page.getByRole('alert').getByText('One file at a time.').waitFor()
    await assertAccessible(page)
    const late = `id,text\n${'1,see you at six\n'.repeat(5000)}2,"never closed\n`
    await choose(page, 'late.csv', late)
    await page.getByRole('button', { name: 'Judge the messages' }).click()
    await page.getByText('opened in row 5,002 and never closed').waitFor()
    await page.getByText('Rows judged up to there: 5,000').waitFor()
    await leave()
  })

  it('stays quick while it judges a large file, stops when told to, and speaks Portuguese on a phone', async (t) => {
    const options = { locale: 'pt-BR', viewport: { width: 390, height: 800 } }
    const { page, leave } = await stage.visit('/many', options)
    await page.getByText('Solte um arquivo aqui, ou escolha um').waitFor()
    await page.evaluate(dropLargeFile)
    const endWatch = await watchThreads(page)
    await page.getByRole('button', { name: 'Julgar as mensagens' }).click()
    const progress = page.getByText(/linhas: [\d.]+ · [\d.]+ por segundo · faltam/u)
    await progress.waitFor()
    await page.locator('.recharts-bar-rectangle').first().waitFor({ state: 'attached' })
    const begun = (await progress.textContent()) ?? ''
    await setTimeout(1000)
    await progress.filter({ hasNotText: begun }).waitFor()
    await page.getByRole('button', { name: 'Parar' }).click()
    await page.getByText(/^Parado\. Linhas julgadas de grande\.txt: [\d.]+$/u).waitFor()
    const { longest, own, workers } = await endWatch()
    t.diagnostic(
      `the page worked ${own} ms, at most ${longest} at a time, its worker ${workers} ms`,
    )
    // To draw ten times a second is much where the machine is busy and the worker waits; to judge would
    // be all, and leave the worker nothing.
    assert.ok(longest > 5 && longest < QUICK_MS, `${longest} ms`)
    assert.ok(own < 10 * workers, `${own} ms, and its worker ${workers}`)
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    assert.equal(overflow, 0)
    await assertAccessible(page)
    await leave()
  })
  it('asks whoever closes the window while rows are recorded, on another screen, too', async () => {
    const { page, leave } = await arrive(stage, '/many')
    const { promise: wait, resolve: goOn } = Promise.withResolvers<void>()
    await page.route('**/v1/classify/batch', (route) => wait.then(() => route.continue()))
    await choose(page, 'posts.txt', `${text(1)}\n${text(2)}\n`)
    await judge(page, 2)
    await page.getByRole('button', { name: 'Record rows: 2' }).click()
    await page.getByText('Recorded: 0 of 2').waitFor()
    await page.getByRole('link', { name: 'To ham or not to ham' }).click()
    await page.getByLabel('Message', { exact: true }).waitFor()
    assert.ok(await page.evaluate(asksBeforeUnload))
    goOn()
    await page.getByRole('link', { name: 'Many at once' }).click()
    await page.getByText('Everything is recorded').waitFor()
    assert.ok(!(await page.evaluate(asksBeforeUnload)))
    await leave()
  })
})

interface Decided {
  readonly label: string
  readonly verdict: string
  readonly spam_probability: number
}

async function choose(page: Page, name: string, content: string): Promise<void> {
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name, mimeType: '', buffer: Buffer.from(content) })
}

async function judge(page: Page, rows: number): Promise<void> {
  await page.getByRole('button', { name: 'Judge the messages' }).click()
  const count = new Intl.NumberFormat('en').format(rows)
  await page.getByText(new RegExp(`^Rows judged of posts\\.\\w+: ${count}, in `, 'u')).waitFor()
}

/** Adds up what stands below the verdicts in the table of the chart. */
async function sumOfFigure(page: Page): Promise<number> {
  const figure = page.getByRole('figure').filter({ hasText: 'How sure the model is' })
  await figure.getByText('As a table').click()
  assert.equal(await figure.getByRole('row').count(), 1 + 20)
  const counts = await figure.locator('tbody td:not(:first-child)').allTextContents()
  return counts.reduce((sum, count) => sum + Number(count.replace(',', '')), 0)
}

async function download(page: Page, button: string) {
  const started = page.waitForEvent('download')
  await page.getByRole('button', { name: button }).click()
  const file = await started
  const content = await readFile(await file.path(), 'utf8')
  return { name: file.suggestedFilename(), content }
}

/** Runs in the page: whether closing the window would be asked about. */
function asksBeforeUnload(): boolean {
  return !dispatchEvent(new Event('beforeunload', { cancelable: true }))
}
