import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { answerOf, buildClient, Refusal } from '@hamlet/client'
import { call, type Person, signUp } from '../client.ts'
import { anyPlace } from '../places.ts'
import { type RunningServer, startServer } from '../running-server.ts'

const HOUR_MS = 3_600_000

describe('the session of packages/client', () => {
  const scope = new AsyncDisposableStack()
  let server: RunningServer
  let person: Person

  before(async () => {
    server = await startServer(scope, await anyPlace(scope))
    person = await signUp(server.url)
  })
  after(() => scope.disposeAsync())

  it('renews a token that ends with one request, however many ask at once', async () => {
    const browser = openBrowser(server.url)
    const { api, session } = browser.client
    await session.signIn(person.username, person.password)
    browser.wait(HOUR_MS)
    const asked = Array.from({ length: 5 }, () => answerOf(api.GET('/users/whoami')))
    for (const { username } of await Promise.all(asked)) assert.equal(username, person.username)
    assert.equal(browser.timesAsked('/login/refresh'), 1)
    assert.equal(browser.timesAsked('/users/whoami'), 5)
  })

  it('renews a token that the server no longer takes, and asks once more', async () => {
    const browser = openBrowser(server.url)
    const { api, session } = browser.client
    await session.signIn(person.username, person.password)
    browser.spoilNextToken()
    assert.equal((await answerOf(api.GET('/users/whoami'))).username, person.username)
    assert.equal(browser.timesAsked('/login/refresh'), 1)
    assert.equal(browser.timesAsked('/users/whoami'), 2)
  })

  it('takes up the session of the cookie, and asks for none where the browser has none', async () => {
    const browser = openBrowser(server.url)
    await browser.client.session.signIn(person.username, person.password)
    const later = browser.reopen()
    assert.equal(later.client.session.state(), 'unknown')
    assert.equal((await answerOf(later.client.api.GET('/users/whoami'))).username, person.username)
    assert.equal(later.client.session.state(), 'signed-in')

    const stranger = openBrowser(server.url)
    await stranger.client.session.resume()
    assert.equal(stranger.client.session.state(), 'signed-out')
    assert.equal(stranger.timesAsked('/login/refresh'), 0)
  })

  it('is over when it was revoked elsewhere, and after logging out', async () => {
    const browser = openBrowser(server.url)
    const { api, session } = browser.client
    await session.signIn(person.username, person.password)
    const { items } = await answerOf(api.GET('/users/me/sessions'))
    const current = items.find((one) => one.current)
    const { status } = await call(server.url, `/users/me/sessions/${current?.id}`, {
      method: 'DELETE',
      token: person.token,
    })
    assert.equal(status, 204)
    browser.spoilNextToken()
    await assert.rejects(answerOf(api.GET('/users/whoami')), (error) => {
      assert.ok(error instanceof Refusal)
      assert.deepEqual([error.code, error.status], ['invalid-token', 401])
      assert.ok(error.requestId)
      return true
    })
    assert.equal(session.state(), 'signed-out')

    await session.signIn(person.username, person.password)
    await session.signOut()
    assert.equal(session.state(), 'signed-out')
    assert.equal(browser.cookie(), '')
  })

  it('ends at the server by the cookie alone, whether a token has run out or was never there', async () => {
    const browser = openBrowser(server.url)
    await browser.client.session.signIn(person.username, person.password)
    const before = await countSessions(server.url, person)
    browser.spoilNextToken()
    await browser.client.session.signOut()
    assert.equal(browser.cookie(), '')
    assert.equal(await countSessions(server.url, person), before - 1)

    await browser.client.session.signIn(person.username, person.password)
    const later = browser.reopen()
    assert.equal(later.client.session.state(), 'unknown')
    await later.client.session.signOut()
    assert.equal(later.client.session.state(), 'signed-out')
    assert.equal(later.cookie(), '')
    assert.equal(await countSessions(server.url, person), before - 1)
  })

  it('is not forgotten where it could not be ended', async () => {
    const browser = openBrowser(server.url)
    const { session } = browser.client
    await session.signIn(person.username, person.password)
    browser.breakNextRequest()
    await assert.rejects(session.signOut(), { code: 'unreachable' })
    assert.equal(session.state(), 'signed-in')
    await session.signOut()
    assert.equal(session.state(), 'signed-out')
    assert.equal(browser.cookie(), '')
  })

  it('ends though it is being renewed when somebody logs out', async () => {
    const browser = openBrowser(server.url)
    await browser.client.session.signIn(person.username, person.password)
    const before = await countSessions(server.url, person)
    const { session } = browser.reopen().client
    await Promise.all([session.resume(), session.signOut()])
    assert.equal(session.state(), 'signed-out')
    assert.equal(browser.cookie(), '')
    assert.equal(await countSessions(server.url, person), before - 1)
  })

  it('is not over when the server cannot be reached', async () => {
    const browser = openBrowser(server.url)
    const { api, session } = browser.client
    await session.signIn(person.username, person.password)
    browser.breakNextRequest()
    await assert.rejects(answerOf(api.GET('/users/whoami')), { code: 'unreachable', status: 0 })
    assert.equal(session.state(), 'signed-in')
    assert.equal((await answerOf(api.GET('/users/whoami'))).username, person.username)
  })
})

/** Sessions of somebody that are live, as the server counts them. */
async function countSessions(url: string, { token }: Person): Promise<number> {
  const path = '/users/me/sessions'
  const { status, body } = await call<{ readonly items: readonly unknown[] }>(url, path, { token })
  assert.equal(status, 200)
  return body.items.length
}

/** What a browser gives a page: a jar for its cookies, a place to keep a word, and a clock. */
function openBrowser(url: string, jar = new Map<string, string>(), isHinted = false) {
  const asked: string[] = []
  const next = { isSpoiled: false, isBroken: false }
  const kept = { now: 0, isHinted }
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const send = async (request: Request) => {
    asked.push(new URL(request.url).pathname)
    if (next.isBroken) {
      next.isBroken = false
      throw new TypeError('fetch failed')
    }
    if (next.isSpoiled) request.headers.set('authorization', 'Bearer spoiled')
    next.isSpoiled = false
    if (jar.size > 0) request.headers.set('cookie', cookie())
    const reply = await fetch(request)
    for (const line of reply.headers.getSetCookie()) keepCookie(jar, line)
    return reply
  }
  const hint = {
    get: () => kept.isHinted,
    set: (isThere: boolean) => {
      kept.isHinted = isThere
    },
  }
  return {
    client: buildClient({ baseUrl: url, fetch: send, now: () => kept.now, hint }),
    cookie,
    reopen: () => openBrowser(url, jar, kept.isHinted),
    timesAsked: (path: string) => asked.filter((one) => one === path).length,
    wait: (ms: number) => {
      kept.now += ms
    },
    spoilNextToken: () => {
      next.isSpoiled = true
    },
    breakNextRequest: () => {
      next.isBroken = true
    },
  }
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
  if (/max-age=0\b/iu.test(line)) jar.delete(name)
  else jar.set(name, value)
}
