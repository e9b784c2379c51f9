import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
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

  it('of a new log-in outlives the late refusal of the one before, in the same tab and in another', async () => {
    for (const which of ['same', 'other'] as const) {
      const browser = openBrowser(server.url)
      await browser.client.session.signIn(person.username, person.password)
      await revokeNewest(server.url, person)
      const late = browser.reopen()
      const logged = which === 'same' ? late : browser.reopen()
      const { promise, resolve } = Promise.withResolvers<void>()
      late.delayNextAnswer(promise)
      const resumed = late.client.session.resume()
      const signedIn = logged.client.session.signIn(person.username, person.password)
      // In the same tab the log-in waits for the refusal.
      await Promise.race([signedIn, setTimeout(1000)])
      resolve()
      await Promise.all([resumed, signedIn])
      for (const { client } of [late, logged]) {
        assert.equal(client.session.state(), 'signed-in', which)
        const { username } = await answerOf(client.api.GET('/users/whoami'))
        assert.equal(username, person.username)
      }
      const reloaded = browser.reopen().client.session
      await reloaded.resume()
      assert.equal(reloaded.state(), 'signed-in', which)
    }
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

/** Ends the session that somebody began last, as they would in another browser. */
async function revokeNewest(url: string, { token }: Person): Promise<void> {
  const path = '/users/me/sessions'
  const { body } = await call<{ readonly items: readonly Session[] }>(url, path, { token })
  const [newest] = body.items.toSorted((a, b) => b.created_at.localeCompare(a.created_at))
  const { status } = await call(url, `${path}/${newest?.id}`, { method: 'DELETE', token })
  assert.equal(status, 204)
}

interface Session {
  readonly id: string
  readonly created_at: string
}

/** Sessions of somebody that are live, as the server counts them. */
async function countSessions(url: string, { token }: Person): Promise<number> {
  const path = '/users/me/sessions'
  const { status, body } = await call<{ readonly items: readonly unknown[] }>(url, path, { token })
  assert.equal(status, 200)
  return body.items.length
}

/** What all tabs of a browser share: its cookies, and the word that is kept. */
interface Shared {
  readonly jar: Map<string, string>
  word: string | undefined
}

/** What a browser gives a page: a jar for its cookies, a place to keep a word, and a clock. */
function openBrowser(url: string, shared: Shared = { jar: new Map(), word: undefined }) {
  const { jar } = shared
  const asked: string[] = []
  const next = { isSpoiled: false, isBroken: false, late: undefined as Promise<void> | undefined }
  const kept = { now: 0 }
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const send = async (request: Request) => {
    asked.push(new URL(request.url).pathname)
    if (next.isBroken) {
      next.isBroken = false
      throw new TypeError('fetch failed')
    }
    const { late } = next
    next.late = undefined
    if (next.isSpoiled) request.headers.set('authorization', 'Bearer spoiled')
    next.isSpoiled = false
    if (jar.size > 0) request.headers.set('cookie', cookie())
    const reply = await fetch(request)
    await late
    for (const line of reply.headers.getSetCookie()) keepCookie(jar, line)
    return reply
  }
  const hint = {
    get: () => shared.word,
    set: (word: string | undefined) => {
      shared.word = word
    },
  }
  const deps = { baseUrl: url, fetch: send, now: () => kept.now, hint, newWord: randomUUID }
  return {
    client: buildClient(deps),
    cookie,
    /** Another tab, or the page after a reload. */
    reopen: () => openBrowser(url, shared),
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
    /** The answer of the next request arrives when the promise is kept. */
    delayNextAnswer: (until: Promise<void>) => {
      next.late = until
    },
  }
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
  if (/max-age=0\b/iu.test(line)) jar.delete(name)
  else jar.set(name, value)
}
