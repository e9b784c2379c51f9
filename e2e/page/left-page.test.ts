import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type Person, signUp } from '../client.ts'
import { anyPlace } from '../places.ts'
import { type RunningServer, startServer, waitUntil } from '../running-server.ts'
import { WITHOUT_BROWSER } from '../without-browser.ts'
import { typeLogIn } from './arrive.ts'
import { openBrowser, type VisitAt } from './stage.ts'

/** How long an exchanged token may come once more: after that, whoever sends it has stolen it. */
const GRACE_MS = 10_000

describe('a page that is left while it renews its session', { skip: WITHOUT_BROWSER }, () => {
  const scope = new AsyncDisposableStack()
  let visitAt: VisitAt
  let server: RunningServer
  let person: Person

  before(async () => {
    visitAt = await openBrowser(scope)
    server = await startServer(scope, await anyPlace(scope))
    person = await signUp(server.url)
  })
  after(() => scope.disposeAsync())

  it('is still signed in when somebody comes back to it', async () => {
    const way = await openSlowWay(scope, server.port)
    const { page, leave } = await visitAt(way.url, '/log-in', {})
    await typeLogIn(page, person)
    way.slow(700)
    await page.goto(`${way.url}/app/usage`)
    await waitUntil('a renewal', () => way.isWaiting())
    await page.goto('about:blank')
    await setTimeout(GRACE_MS + 1000)
    way.slow(0)
    await page.goto(`${way.url}/app/usage`)
    await page.getByText('units left').first().waitFor()
    await leave()
    assert.equal(way.isWaiting(), false)
  })
})

/** A way to the server on which answers to renewals take long. */
async function openSlowWay(scope: AsyncDisposableStack, port: number) {
  const now = { delayMs: 0, waiting: 0 }
  const way = createServer((client) => {
    const behind = connect(port, '127.0.0.1')
    let isRenewal = false
    client.on('data', (chunk) => {
      isRenewal = chunk.includes('POST /login/refresh ')
      behind.write(chunk)
    })
    behind.on('data', async (chunk) => {
      if (isRenewal && now.delayMs > 0) {
        now.waiting++
        await setTimeout(now.delayMs)
        now.waiting--
      }
      client.write(chunk)
    })
    client.on('close', () => behind.destroy()).on('error', () => behind.destroy())
    behind.on('close', () => client.destroy()).on('error', () => client.destroy())
  }).listen(0, '127.0.0.1')
  await once(way, 'listening')
  scope.defer(async () => void way.close())
  return {
    url: `http://127.0.0.1:${(way.address() as AddressInfo).port}`,
    slow: (milliseconds: number) => {
      now.delayMs = milliseconds
    },
    isWaiting: () => now.waiting > 0,
  }
}
