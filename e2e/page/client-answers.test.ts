import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { answerOf } from '@hamlet/client'
import { type Person, signUp } from '../client.ts'
import { anyPlace } from '../places.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { openScriptedBrowser } from './scripted-browser.ts'

describe('answers that packages/client gets', () => {
  const scope = new AsyncDisposableStack()
  let server: RunningServer
  let person: Person

  before(async () => {
    server = await startServer(scope, await anyPlace(scope))
    person = await signUp(server.url)
  })
  after(() => scope.disposeAsync())

  it('are for whoever asked, and for nobody when somebody else is signed in by then', async () => {
    const other = await signUp(server.url)
    const browser = openScriptedBrowser(server.url)
    const { api, session } = browser.client
    for (const next of [undefined, other]) {
      await session.signIn(person.username, person.password)
      const { promise, resolve } = Promise.withResolvers<void>()
      browser.delayNextAnswer(promise)
      const asked = answerOf(api.GET('/users/whoami'))
      await session.signOut()
      if (next !== undefined) await session.signIn(next.username, next.password)
      resolve()
      await assert.rejects(asked, { code: 'invalid-token', status: 0 })
    }
    assert.equal((await answerOf(api.GET('/users/whoami'))).username, other.username)
  })

  it('that break off have not arrived', async () => {
    const browser = openScriptedBrowser(server.url)
    const { api, session } = browser.client
    browser.changeNextAnswer(cutOff)
    await assert.rejects(session.signIn(person.username, person.password), { code: 'unreachable' })
    await session.signIn(person.username, person.password)
    browser.changeNextAnswer(cutOff)
    const refused = answerOf(api.POST('/v1/classify', { body: { text: 'See you at six' } }))
    await assert.rejects(refused, { code: 'unreachable', status: 0, isUnsure: true })
  })

  it('to a renewal end the session only where the server itself says so', async () => {
    const browser = openScriptedBrowser(server.url)
    await browser.client.session.signIn(person.username, person.password)
    for (const status of [400, 401, 403, 404, 421, 429, 502]) {
      const later = browser.reopen()
      const { session } = later.client
      later.changeNextAnswer(() => new Response('<h1>a proxy</h1>', { status }))
      await assert.rejects(session.resume(), { status })
      assert.equal(session.state(), 'unknown')
      await session.resume()
      assert.equal(session.state(), 'signed-in', `${status}`)
    }
  })
})

/** The connection is reset after some bytes of the body. */
function cutOff(reply: Response): Response {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"'))
      controller.error(new TypeError('terminated'))
    },
  })
  return new Response(body, reply)
}
