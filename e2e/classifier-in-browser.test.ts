import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import chromium from '@sparticuz/chromium'
import { type Browser, type Page, chromium as playwright } from 'playwright-core'
import { decodeModel } from '../packages/classifier/src/index.ts'
import {
  type ScriptedText,
  scriptedTexts,
} from '../packages/classifier/src/testing/scripted-texts.ts'
import { type Judgement, judgeTexts, rewriteModel, trainToy } from './engine-answers.ts'
import { serveSources } from './source-server.ts'
import { WITHOUT_BROWSER } from './without-browser.ts'

const MODEL = new URL('../models/default.hamlet', import.meta.url)
const TEXTS = scriptedTexts(500, 1)

describe('the classifier, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let url: string
  let browser: Browser
  let page: Page
  let model: Uint8Array
  let inNode: readonly Judgement[]
  let inBrowser: readonly Judgement[]

  before(async () => {
    url = await serveSources(scope, TEXTS)
    const executablePath = await chromium.executablePath()
    browser = await playwright.launch({
      executablePath,
      args: [...chromium.args, '--no-sandbox'],
    })
    scope.defer(() => browser.close())
    page = await emptyPage(browser, url)
    model = await readFile(MODEL)
    inNode = judgeTexts(model, TEXTS)
    inBrowser = await judgeInPage(page)
  })
  after(() => scope.disposeAsync())

  it('gives the very same probabilities, log-odds, labels and verdicts as Node', () => {
    assert.equal(inBrowser.length, TEXTS.length)
    assert.deepEqual(inBrowser.map(decisionOf), inNode.map(decisionOf))
  })

  it('gives the very same reasons as Node', () => {
    const explained = inNode.filter(({ reasons = [] }) => reasons.length > 1)
    assert.ok(explained.length > TEXTS.length / 5, `${explained.length}`)
    assert.deepEqual(
      inBrowser.map(({ reasons }) => reasons),
      inNode.map(({ reasons }) => reasons),
    )
  })

  it('was asked about hundreds of texts, spam and ham, well-formed and not', () => {
    const spam = inNode.filter(({ label }) => label === 'spam').length
    assert.ok(spam > 50 && spam < TEXTS.length - 50, `${spam}`)
    const distinct = new Set(inNode.map(({ logit }) => logit)).size
    assert.ok(distinct > 400, `${distinct}`)
    const texts = TEXTS.map(({ text }) => text)
    assert.equal(Math.min(...texts.map(({ length }) => length)), 0)
    assert.equal(Math.max(...texts.map(({ length }) => length)), 32_000)
    assert.ok(texts.some((text) => !text.isWellFormed()))
    assert.ok(TEXTS.some(({ source }) => source) && TEXTS.some(({ source }) => !source))
  })

  it('writes the model file that it has read', async () => {
    const written = await page.evaluate(async (address) => {
      const { rewriteModel }: Answers = await import(address)
      const reply = await fetch('/models/default.hamlet')
      return rewriteModel(new Uint8Array(await reply.arrayBuffer()))
    }, ANSWERS)
    assert.equal(written, Buffer.from(model).toString('hex'))
    assert.equal(written, rewriteModel(model))
  })

  it('trains to the same bytes again, in another page too', async () => {
    const once = await trainInPage(page, 1)
    assert.ok(once.length > 2 * 3 * 2 ** 12)
    assert.equal(await trainInPage(page, 1), once)
    assert.equal(await trainInPage(await emptyPage(browser, url), 1), once)
    assert.notEqual(await trainInPage(page, 2), once)
  })

  // The bytes need not be Node's: training takes logarithms, of which each engine has its own.
  it('trains on what Node trains on, to a file that Node can read', async () => {
    const [there, here] = [await trainInPage(page, 1), trainToy(1)].map((hex) =>
      decodeModel(Buffer.from(hex, 'hex')),
    )
    assert.ok(there?.report.fingerprint)
    assert.equal(there.report.fingerprint, here?.report.fingerprint)
    assert.deepEqual(there.report.options, here?.report.options)
  })
})

/** Where the browser finds the module that Node imports above. */
const ANSWERS = '/e2e/engine-answers.ts'
type Answers = typeof import('./engine-answers.ts')

async function emptyPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(url)
  return page
}

function judgeInPage(page: Page): Promise<Judgement[]> {
  return page.evaluate(async (address) => {
    const { judgeTexts }: Answers = await import(address)
    const [file, texts] = await Promise.all([fetch('/models/default.hamlet'), fetch('/data.json')])
    const sent = (await texts.json()) as readonly ScriptedText[]
    return judgeTexts(new Uint8Array(await file.arrayBuffer()), sent)
  }, ANSWERS)
}

function trainInPage(page: Page, seed: number): Promise<string> {
  return page.evaluate(
    async ([address, seed]) => {
      const { trainToy }: Answers = await import(address)
      return trainToy(seed)
    },
    [ANSWERS, seed] as const,
  )
}

function decisionOf({ logit, probability, label, verdict }: Judgement): string {
  return `${logit} ${probability} ${label} ${verdict}`
}
