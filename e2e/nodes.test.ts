import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { ADMIN, ADMIN_SETTINGS } from './admin.ts'
import { allDecisions, call, logIn, type Person, signUp, usedUnits } from './client.ts'
import { type DatabaseProxy, openProxy } from './faults/proxy.ts'
import { type Place, postgresPlace, WITHOUT_POSTGRES } from './places.ts'
import { type RunningServer, startServer, waitUntil } from './running-server.ts'

const NODES = 3
const QUOTA = 50
/** Five seconds are promised. */
const FORGOTTEN_MS = 5000

describe('three nodes on one database', { skip: WITHOUT_POSTGRES }, () => {
  const scope = new AsyncDisposableStack()
  let place: Place
  let nodes: readonly RunningServer[]
  let proxy: DatabaseProxy

  const urls = () => nodes.map(({ url }) => url)
  /** Of each node in turn, as a load balancer would ask. */
  const turns = (count: number) => Array.from({ length: count }, (_, i) => urls()[i % NODES] ?? '')

  before(async () => {
    place = await postgresPlace(scope)
    const direct = new URL(place['DATABASE_URL'] ?? '')
    proxy = await openProxy(scope, Number(direct.port))
    const env = {
      ...{ ...place, ...ADMIN_SETTINGS, APP_ENV: 'test', LOG_LEVEL: 'fatal' },
      ...{ JWT_SECRET: '6a4e1f0b'.repeat(8), MONTHLY_QUOTA: `${QUOTA}` },
    }
    const behindProxy = new URL(direct)
    behindProxy.port = String(proxy.port)
    // The last one reaches the database through the proxy, which can cut it off.
    nodes = await Promise.all(
      Array.from({ length: NODES }, (_, i) =>
        startServer(scope, {
          ...env,
          ...(i === NODES - 1 && { DATABASE_URL: behindProxy.href }),
        }),
      ),
    )
  })
  after(() => scope.disposeAsync())

  it('grant exactly the quota of an account that asks all of them at once', async () => {
    const { token } = await signUp(urls()[0] ?? '')
    const answers = await Promise.all(turns(6 * QUOTA).map((url) => classify(url, token)))
    const granted = answers.filter((status) => status === 200)
    assert.equal(granted.length, QUOTA)
    assert.ok(answers.every((status) => status === 200 || status === 429))
    for (const url of urls()) assert.equal(await usedUnits(url, token), QUOTA)
    assert.equal((await allDecisions(urls()[1] ?? '', token)).length, QUOTA)
  })

  it('all refuse a disabled account within five seconds', async () => {
    const [first = '', second = ''] = urls()
    const person = await signUp(first)
    for (const url of urls()) assert.equal(await classify(url, person.token), 200)
    const token = await logIn(second, ADMIN.username, ADMIN.password)
    const json = { disabled: true }
    const { status } = await call(second, `/users/${person.id}`, { method: 'PATCH', token, json })
    assert.equal(status, 200)
    await setTimeout(FORGOTTEN_MS)
    const refused = await Promise.all(urls().map((url) => classify(url, person.token)))
    assert.ok(
      refused.every((answer) => answer === 401 || answer === 403),
      String(refused),
    )
  })

  it('go on when one is cut off from the database, which says that it is not ready', async () => {
    const [first = '', second = '', cutOff = ''] = urls()
    const person = await signUp(first)
    for (const url of urls()) assert.equal(await classify(url, person.token), 200)
    proxy.hold()
    const asked = classify(cutOff, person.token)
    await waitUntil('the node that is cut off to be unready', async () => !(await isReady(cutOff)))
    for (const url of [first, second, first, second]) {
      assert.ok(await isReady(url))
      assert.equal(await classify(url, person.token), 200)
    }
    assert.equal((await call(cutOff, '/livez')).status, 200)
    assert.equal(await asked, 503)
    proxy.release()
    await waitUntil('the node to be ready again', () => isReady(cutOff))
    await waitUntil('an answer of it', async () => (await classify(cutOff, person.token)) === 200)
    await assertExact(first, person)
  })
})

/** What was kept may have been done when it was let go, but units are decisions, and past the quota are none. */
async function assertExact(url: string, { token }: Person): Promise<void> {
  const used = await usedUnits(url, token)
  assert.equal((await allDecisions(url, token)).length, used)
  assert.ok(used >= 8 && used <= QUOTA, `${used} units`)
}

async function classify(url: string, token: string): Promise<number> {
  return (await call(url, '/v1/classify', { token, json: { text: 'win a prize' } })).status
}

async function isReady(url: string): Promise<boolean> {
  return (await call(url, '/readyz')).status === 200
}
