import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Page, Route } from 'playwright-core'
import { signUp } from '../client.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { arrive, typeLogIn } from './arrive.ts'
import { revokeOthers } from './live-sessions.ts'
import { assertAccessible, openStage, type Stage } from './stage.ts'

/** A busy database, as the server tells it. */
const BUSY = {
  status: 503,
  contentType: 'application/problem+json',
  headers: { 'x-request-id': 'abcd1234' },
  body: JSON.stringify({ type: '/problems/database-unavailable', title: '', detail: '' }),
}

describe('a session that meets faults, in a browser', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let stage: Stage

  before(async () => {
    stage = await openStage(scope, { MONTHLY_QUOTA: '10' })
  })
  after(() => scope.disposeAsync())

  it('is not ended by an answer that comes late, when other tabs have renewed it more than once', async () => {
    const { page, person, leave } = await arrive(stage, '/usage')
    const second = await page.context().newPage()
    const { promise: until, resolve: release } = Promise.withResolvers<void>()
    const { promise: held, resolve: isHeld } = Promise.withResolvers<void>()
    const hold = async (route: Route) => {
      const reply = await route.fetch()
      isHeld()
      await until
      await route.fulfill({ response: reply })
    }
    await second.route('**/login/refresh', hold, { times: 1 })
    await second.goto(`${stage.server.url}/app/usage`)
    await held
    // Three tokens further, the one that comes late has a child that was exchanged already.
    for (let loads = 0; loads < 3; loads++) {
      await page.reload()
      await Promise.race([page.getByText('units left').first().waitFor(), setTimeout(2000)])
    }
    release()
    for (const tab of [second, page, second]) {
      await tab.getByText('units left').first().waitFor()
      await tab.reload()
      await tab.getByRole('banner').getByText(person.username).waitFor()
    }
    await leave()
  })

  for (const path of ['/login/refresh', '/users/whoami']) {
    it(`says that ${path} was refused or did not arrive, and goes on when it is tried again`, async () => {
      const { page, person, expectRefusal, expectOutage, leave } = await arrive(stage, '/usage')
      const banner = page.getByRole('banner')
      const alert = page.getByRole('alert')
      expectRefusal(503, path)
      await page.route(`**${path}`, (route) => route.fulfill(BUSY), { times: 1 })
      await page.reload()
      await alert.getByText('The database does not answer just now.').waitFor()
      await alert.getByText('abcd1234').waitFor()
      assert.equal(await page.getByRole('img', { name: 'Loading' }).count(), 0)
      await banner.getByTitle('It could not be found out whether you are logged in.').waitFor()
      await assertAccessible(page)
      await alert.getByRole('button', { name: 'Try again' }).click()
      await page.getByText('units left').first().waitFor()
      await banner.getByText(person.username).waitFor()
      assert.equal(await banner.getByRole('button', { name: 'Try again' }).count(), 0)

      expectOutage()
      await page.route(`**${path}`, (route) => route.abort('connectionreset'), { times: 1 })
      await page.goto(`${stage.server.url}/app/`)
      await banner.getByRole('button', { name: 'Try again' }).click()
      await banner.getByText(person.username).waitFor()
      await leave()
    })
  }

  it('is taken up by itself when the network is back', async () => {
    const { page, person, expectOutage, leave } = await arrive(stage, '/usage')
    expectOutage()
    await page.route('**/login/refresh', (route) => route.abort('connectionreset'), { times: 1 })
    await page.reload()
    await page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await page.getByRole('banner').getByText(person.username).waitFor()
    await leave()
  })

  it('that ends while rows are recorded leaves the file there, to go on after logging in', async () => {
    const { page, person, expectRefusal, leave } = await arrive(stage, '/many')
    await judgeRows(page, 8)
    await revokeOthers(stage.server.url, person)
    expectRefusal(401, '/v1/classify/batch')
    expectRefusal(401, '/login/refresh')
    await page.getByRole('button', { name: 'Record rows: 8' }).click()
    const main = page.getByRole('main')
    await main.getByText('Your session has ended. Log in again.').waitFor()
    await main.getByText('It could not go on').waitFor()
    await main.getByText('Rows left: 8').waitFor()
    await assertAccessible(page)
    await main.getByRole('link', { name: 'Log in' }).click()
    await typeLogIn(page, person)
    await page.getByRole('button', { name: 'Record rows: 8' }).click()
    await page.getByText('Everything is recorded').waitFor()

    await revokeOthers(stage.server.url, person)
    expectRefusal(401, '/users/me/keys')
    expectRefusal(401, '/login/refresh')
    await page.getByRole('link', { name: 'API keys' }).click()
    await page.getByLabel('Username or e-mail').waitFor()
    const other = await signUp(stage.server.url)
    await typeLogIn(page, other)
    await page.getByRole('link', { name: 'Many at once' }).click()
    await page.getByText('Drop a file here, or choose one').waitFor()
    await judgeRows(page, 3)
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByText('Drop a file here, or choose one').waitFor()
    await leave()
  })

  it('that another tab finds ended leaves text and file here; a log-out there takes them', async () => {
    const { page, person, expectRefusal, leave } = await arrive(stage, '/')
    const box = page.getByLabel('Message', { exact: true })
    await box.fill('See you at six')
    await page.getByRole('link', { name: 'Many at once' }).click()
    await judgeRows(page, 3)
    const second = await page.context().newPage()
    await second.goto(`${stage.server.url}/app/`)
    await second.getByRole('banner').getByText(person.username).waitFor()
    await revokeOthers(stage.server.url, person)
    expectRefusal(401, '/users/me/keys')
    expectRefusal(401, '/login/refresh')
    await second.getByRole('link', { name: 'API keys' }).click()
    await second.getByLabel('Username or e-mail').waitFor()
    await page.getByRole('banner').getByRole('link', { name: 'Log in' }).waitFor()
    await page.getByText('Rows judged of posts.txt: 3').waitFor()

    await typeLogIn(second, person)
    await page.getByRole('banner').getByText(person.username).waitFor()
    await page.getByText('Rows judged of posts.txt: 3').waitFor()
    await page.getByRole('link', { name: 'To ham or not to ham' }).click()
    assert.equal(await box.inputValue(), 'See you at six')
    await second.getByRole('button', { name: 'Log out' }).click()
    await page.getByText('What Hamlet thinks of your message will stand here.').waitFor()
    assert.equal(await box.inputValue(), '')
    await page.getByRole('link', { name: 'Many at once' }).click()
    await page.getByText('Drop a file here, or choose one').waitFor()
    await leave()
  })

  it('keeps no password of a form that was sent once somebody is logged in', async () => {
    const person = await signUp(stage.server.url)
    const { page, leave } = await stage.visit('/log-in')
    await typeLogIn(page, person)
    await page.getByLabel('Message', { exact: true }).waitFor()
    const usernames = await valuesHeld(page, 'username')
    assert.ok(usernames.has(person.username), 'the heap tells what is held')
    assert.equal((await valuesHeld(page, 'password')).has(person.password), false)
    await leave()
  })
})

async function judgeRows(page: Page, rows: number): Promise<void> {
  const lines = Array.from({ length: rows }, (_, i) => `See you at six, number ${i}`)
  await page.locator('input[type="file"]').setInputFiles({
    name: 'posts.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(lines.join('\n')),
  })
  await page.getByRole('button', { name: 'Judge the messages' }).click()
  await page.getByText(`Rows judged of posts.txt: ${rows}`).waitFor()
}

/** The strings that live objects of the page have as a property of this name. */
async function valuesHeld(page: Page, property: string): Promise<ReadonlySet<string>> {
  const devtools = await page.context().newCDPSession(page)
  const chunks: string[] = []
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await devtools.send('HeapProfiler.enable')
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  const { snapshot, nodes, edges, strings } = JSON.parse(chunks.join('')) as HeapSnapshot
  const { edge_fields, edge_types, node_fields } = snapshot.meta
  const type = edge_types[0].indexOf('property')
  const held = new Set<string>()
  for (let at = 0; at < edges.length; at += edge_fields.length) {
    const [ofType, name = 0, to = 0] = edges.slice(at, at + 3)
    if (ofType !== type || strings[name] !== property) continue
    held.add(strings[nodes[to + node_fields.indexOf('name')] ?? 0] ?? '')
  }
  return held
}

/** A graph in rows of numbers, of which `meta` tells the columns. Source: V8, heap-snapshot-generator.cc. */
interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[]
      readonly edge_fields: readonly string[]
      readonly edge_types: readonly [readonly string[]]
    }
  }
  readonly nodes: readonly number[]
  readonly edges: readonly number[]
  readonly strings: readonly string[]
}
