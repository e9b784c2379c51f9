import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { answerOf, type HamletClient, PERHAPS, Refusal } from '@hamlet/client'
import { call, type Person, signUp } from '../client.ts'
import { anyPlace } from '../places.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { countSessions, revokeNewest } from './live-sessions.ts'
import { openScriptedBrowser } from './scripted-browser.ts'

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
    const browser = openScriptedBrowser(server.url)
    const { api, session } = browser.client
    await session.signIn(person.username, person.password)
    browser.wait(HOUR_MS)
    const before = browser.timesAsked('/users/whoami')
    const asked = Array.from({ length: 5 }, () => answerOf(api.GET('/users/whoami')))
    for (const { username } of await Promise.all(asked)) assert.equal(username, person.username)
    assert.equal(browser.timesAsked('/login/refresh'), 1)
    // The one more is the session's own: whose the new token is.
    assert.equal(browser.timesAsked('/users/whoami') - before, 6)
  })

  it('renews a token that the server no longer takes, and asks once more', async () => {
    const browser = openScriptedBrowser(server.url)
    const { api, session } = browser.client
    await session.signIn(person.username, person.password)
    browser.spoilNextToken()
    await answerOf(api.GET('/v1/usage'))
    assert.equal(browser.timesAsked('/login/refresh'), 1)
    assert.equal(browser.timesAsked('/v1/usage'), 2)
  })

  it('takes up the session of the cookie, and asks for none where the browser has none', async () => {
    const browser = openScriptedBrowser(server.url)
    await browser.client.session.signIn(person.username, person.password)
    const later = browser.reopen()
    assert.equal(later.client.session.state(), 'unknown')
    assert.equal((await answerOf(later.client.api.GET('/users/whoami'))).username, person.username)
    assert.equal(later.client.session.state(), 'signed-in')

    const stranger = openScriptedBrowser(server.url)
    await stranger.client.session.resume()
    assert.equal(stranger.client.session.state(), 'signed-out')
    assert.equal(stranger.timesAsked('/login/refresh'), 0)
  })

  it('is over when it was revoked elsewhere, and after logging out', async () => {
    const browser = openScriptedBrowser(server.url)
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
    const browser = openScriptedBrowser(server.url)
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
    const browser = openScriptedBrowser(server.url)
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
    const browser = openScriptedBrowser(server.url)
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
      const browser = openScriptedBrowser(server.url)
      await browser.client.session.signIn(person.username, person.password)
      await revokeNewest(server.url, person)
      const late = browser.reopen()
      const logged = which === 'same' ? late : browser.reopen()
      const { promise, resolve } = Promise.withResolvers<void>()
      late.delayNextAnswer(promise)
      const resumed = late.client.session.resume()
      const signedIn = logged.client.session.signIn(person.username, person.password)
      // In the same tab the log-in waits for the refusal.
      await (which === 'same' ? setTimeout(1000) : signedIn)
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

  it('is left when the cookie has become that of somebody else, for whom nothing is done that was not theirs', async () => {
    const other = await signUp(server.url)
    // As where nothing can be kept: any word stands for a session, and no tab hears of another.
    const browser = openScriptedBrowser(server.url, { jar: new Map(), word: PERHAPS }, () => {})
    const { api, session } = browser.client
    await session.signIn(person.username, person.password)
    assert.equal(session.account()?.username, person.username)
    const second = browser.reopen().client.session
    await second.resume()
    await second.signOut()
    await second.signIn(other.username, other.password)

    const states: string[] = []
    session.subscribe(() => states.push(`${session.state()} ${session.account()?.username}`))
    const body = { name: 'made by the one who left', scopes: ['spam_ml' as const] }
    await assert.rejects(answerOf(api.POST('/users/me/keys', { body })), {
      code: 'invalid-token',
      status: 401,
    })
    assert.deepEqual(states, ['signed-out undefined', `signed-in ${other.username}`])
    assert.equal(session.refusal(), undefined)
    assert.deepEqual((await answerOf(api.GET('/users/me/keys'))).items, [])
  })

  it('keeps why it could not be taken up, and that the server ended it', async () => {
    const browser = openScriptedBrowser(server.url)
    await browser.client.session.signIn(person.username, person.password)
    const later = browser.reopen()
    const { session } = later.client
    later.breakNextRequest()
    await assert.rejects(session.resume(), { code: 'unreachable' })
    assert.equal(session.state(), 'unknown')
    assert.ok(session.fault() instanceof Refusal)
    await session.resume()
    assert.deepEqual([session.state(), session.fault()], ['signed-in', undefined])

    await revokeNewest(server.url, person)
    await assert.rejects(answerOf(later.client.api.GET('/v1/usage')), { code: 'invalid-token' })
    assert.deepEqual(stateOf(later.client), ['signed-out', true])
    const refusal = session.refusal()
    assert.equal(refusal?.code, 'invalid-refresh-token')
    assert.match(refusal.requestId ?? '', /^[\w-]{8,}$/u)
    // It hears of its own word, as after being put aside by the browser.
    await session.resume()
    assert.equal(session.refusal(), refusal)
    await session.signIn(person.username, person.password)
    assert.equal(session.refusal(), undefined)
    await session.signOut()
    assert.deepEqual(stateOf(later.client), ['signed-out', false])
  })

  it('tells other tabs and later visits that the server ended it, or that the person did', async () => {
    const browser = openScriptedBrowser(server.url)
    await browser.client.session.signIn(person.username, person.password)
    const another = browser.reopen()
    await another.client.session.resume()
    await revokeNewest(server.url, person)
    await assert.rejects(answerOf(browser.client.api.GET('/v1/usage')), { code: 'invalid-token' })
    const visit = browser.reopen()
    for (const { client, timesAsked } of [another, visit]) {
      const asked = timesAsked('/login/refresh')
      await client.session.resume()
      assert.deepEqual(stateOf(client), ['signed-out', true])
      assert.equal(timesAsked('/login/refresh'), asked)
    }

    await visit.client.session.signIn(person.username, person.password)
    await another.client.session.resume()
    assert.deepEqual(stateOf(another.client), ['signed-in', false])
    await visit.client.session.signOut()
    // This tab has not heard of it yet, and finds out by itself.
    await assert.rejects(answerOf(another.client.api.GET('/v1/usage')), { code: 'invalid-token' })
    assert.deepEqual(stateOf(another.client), ['signed-out', false])
    await another.client.session.resume()
    assert.deepEqual(stateOf(another.client), ['signed-out', false])
  })

  for (const wasHere of [true, false]) {
    it(`follows a log-in of another tab, in the end, where somebody was ${wasHere ? '' : 'not '}here`, async () => {
      const other = await signUp(server.url)
      const browser = openScriptedBrowser(server.url)
      const { api, session } = browser.client
      if (wasHere) await session.signIn(person.username, person.password)
      const second = browser.reopen().client.session
      await second.signIn(other.username, other.password)
      browser.breakNextRequest()
      await assert.rejects(session.resume(), { code: 'unreachable' })
      assert.ok(session.fault() instanceof Refusal)
      assert.equal(session.account()?.username, wasHere ? person.username : undefined)
      await session.resume()
      assert.deepEqual([session.account()?.username, session.fault()], [other.username, undefined])

      const asked = browser.timesAsked('/login/refresh')
      await session.resume()
      await answerOf(api.GET('/users/whoami'))
      assert.equal(browser.timesAsked('/login/refresh'), asked)
      await second.signOut()
      await session.resume()
      assert.deepEqual(stateOf(browser.client), ['signed-out', false])
    })
  }

  it('of somebody before is not spoken by once another tab has logged in', async () => {
    const other = await signUp(server.url)
    const browser = openScriptedBrowser(server.url)
    const { api, session } = browser.client
    await session.signIn(person.username, person.password)
    await browser.reopen().client.session.signIn(other.username, other.password)
    await assert.rejects(answerOf(api.GET('/v1/usage')), { code: 'invalid-token' })
    assert.equal(session.account()?.username, other.username)
    assert.equal(browser.timesAsked('/v1/usage'), 0)
  })

  it('never was, where a stranger has a browser that keeps nothing', async () => {
    const browser = openScriptedBrowser(server.url, { jar: new Map(), word: PERHAPS }, () => {})
    await browser.client.session.resume()
    assert.deepEqual(stateOf(browser.client), ['signed-out', false])
  })

  it('is not over when the server cannot be reached', async () => {
    const browser = openScriptedBrowser(server.url)
    const { api, session } = browser.client
    await session.signIn(person.username, person.password)
    browser.breakNextRequest()
    await assert.rejects(answerOf(api.GET('/users/whoami')), { code: 'unreachable', status: 0 })
    assert.equal(session.state(), 'signed-in')
    assert.equal((await answerOf(api.GET('/users/whoami'))).username, person.username)
  })
})

function stateOf({ session }: HamletClient) {
  return [session.state(), session.refusal() !== undefined]
}
