import assert from 'node:assert/strict'
import dns from 'node:dns'
import { after, before, beforeEach, describe, it, mock } from 'node:test'
import { Author, AuthorRole, Blog, CheckResult, Client, Comment } from '@cedx/akismet'
import { AkismetClient } from 'akismet-api'
import { allDecisions, type Person, signUp, usedUnits } from '../client.ts'
import { anyPlace } from '../places.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { makeKey, reportsOf } from './site-keys.ts'

/*
 * Akismet's clients as the registry has them, with nothing changed but the host that they ask.
 */

const BLOG = 'https://blog.example.org/'
const IP = '203.0.113.9'
const SPAM =
  'Check out my new channel, subscribe and win a free iPhone! http://free-prizes.example/win'
const DOUBTFUL = 'WIN a prize now'
const HAM = 'What a lovely recipe, my grandmother made it the same way.'
const NO_KEY = '0123456789abcdef0123456789abcdef'
const GONE = /^All 4 units of this month are used\. The next month begins /u

const scope = new AsyncDisposableStack()
let server: RunningServer
let person: Person

before(async () => {
  // What a wildcard entry does for the names in which clients put the key.
  const lookUp = ((
    _host: string,
    options: dns.LookupOptions,
    done: (...found: unknown[]) => void,
  ) =>
    options.all
      ? done(null, [{ address: '127.0.0.1', family: 4 }])
      : done(null, '127.0.0.1', 4)) as typeof dns.lookup
  const { mock: lookup } = mock.method(dns, 'lookup', lookUp)
  scope.defer(() => lookup.restore())
  server = await startServer(scope, { ...(await anyPlace(scope)), MONTHLY_QUOTA: '4' })
})
beforeEach(async () => {
  person = await signUp(server.url)
})
after(() => scope.disposeAsync())

const used = () => usedUnits(server.url, person.token)

describe('akismet-api 6.0.0', () => {
  /** As its own documents configure it, but for `host` and `protocol`. */
  const clientOf = (key: string, blog = BLOG) =>
    new AkismetClient({ key, blog, host: `spam.example.org:${server.port}`, protocol: 'http' })

  const open = async (wanted = {}) =>
    clientOf((await makeKey(server.url, person, wanted)).compatKey)

  it('verifies a key, and no other', async () => {
    assert.equal(await (await open()).verifyKey(), true)
    assert.equal(await clientOf(NO_KEY).verifyKey(), false)
  })

  it('tells spam from ham, at a unit each', async () => {
    const client = await open()
    assert.equal(
      await client.checkSpam({ ip: IP, content: SPAM, name: 'Ana', type: 'reply' }),
      true,
    )
    assert.equal(await client.checkSpam({ ip: IP, content: HAM, email: 'ana@example.org' }), false)
    assert.equal(await used(), 2)
    const texts = (await allDecisions(server.url, person.token)).map(({ text }) => text)
    assert.deepEqual(texts, [HAM, SPAM])
  })

  it('sends a visitor that has no address, and what else it knows', async () => {
    const client = await open()
    const fields = { useragent: 'Mozilla/5.0', referer: 'https://example.org', permalink: BLOG }
    assert.equal(await client.checkSpam({ ip: '', content: HAM, ...fields }), false)
  })

  it('is tried out by the agreed values, and pays nothing', async () => {
    const client = await open()
    assert.equal(await client.checkSpam({ ip: IP, content: HAM, name: 'viagra-test-123' }), true)
    assert.equal(await client.checkSpam({ ip: IP, content: SPAM, role: 'administrator' }), false)
    assert.equal(await client.checkSpam({ ip: IP, content: SPAM, isTest: true }), false)
    assert.equal(await used(), 0)
  })

  it('submits spam and ham', async () => {
    const client = await open()
    await client.checkSpam({ ip: IP, content: HAM })
    await client.submitSpam({ ip: IP, content: HAM })
    await client.submitHam({ ip: IP, content: SPAM })
    const reports = await reportsOf(server.url, person)
    const [decision] = await allDecisions(server.url, person.token)
    assert.deepEqual(
      reports.map(({ label, text, decision_id }) => ({ label, text, decision_id })),
      [
        { label: 'ham', text: SPAM, decision_id: null },
        { label: 'spam', text: null, decision_id: decision?.decision_id },
      ],
    )
  })

  it('says that a key is bad', async () => {
    const check = clientOf(NO_KEY).checkSpam({ ip: IP, content: HAM })
    await assert.rejects(check, { message: 'Invalid API key' })
  })

  it('says what a form lacks', async () => {
    const { compatKey } = await makeKey(server.url, person)
    const check = clientOf(compatKey, '').checkSpam({ ip: IP, content: HAM })
    await assert.rejects(check, { message: 'Missing required field: blog.' })
  })

  for (const [over_quota, error] of [
    ['refuse', { status: 429, message: 'Too Many Requests' }],
    ['undecided', { message: GONE }],
  ] as const) {
    it(`fails when no unit is left: ${over_quota}`, async () => {
      const client = await open({ over_quota })
      const check = () => client.checkSpam({ ip: IP, content: HAM })
      for (let n = 0; n < 4; n++) assert.equal(await check(), false)
      await assert.rejects(check, error)
      assert.equal(await used(), 4)
    })
  }
})

describe('@cedx/akismet 16.2.1', () => {
  const clientOf = (key: string, blog = new Blog({ url: BLOG }), options = {}) =>
    new Client(key, blog, { baseUrl: server.url, ...options })

  const open = async (wanted = {}, options = {}) =>
    clientOf((await makeKey(server.url, person, wanted)).compatKey, undefined, options)

  const author = new Author({ ipAddress: IP, name: 'Ana', userAgent: 'Mozilla/5.0' })
  const say = (content: string, rest = {}) => new Comment({ author, content, ...rest })

  it('verifies a key, and no other', async () => {
    assert.equal(await (await open()).verifyKey(), true)
    assert.equal(await clientOf(NO_KEY).verifyKey(), false)
    const { key } = await makeKey(server.url, person)
    assert.equal(await clientOf(key).verifyKey(), true)
  })

  it('tells ham, spam, and spam that nobody need look at', async () => {
    const client = await open()
    const rest = { type: 'comment', date: new Date(0), permalink: BLOG, referrer: BLOG }
    assert.equal(await client.checkComment(say(HAM, rest)), CheckResult.ham)
    assert.equal(await client.checkComment(say(DOUBTFUL, rest)), CheckResult.spam)
    assert.equal(await client.checkComment(say(SPAM, rest)), CheckResult.pervasiveSpam)
    assert.equal(await used(), 3)
  })

  it('names a charset that it does not use, and is read all the same', async () => {
    const { compatKey } = await makeKey(server.url, person)
    const blog = new Blog({ url: BLOG, charset: 'UTF-8', languages: ['pt_br'] })
    await clientOf(compatKey, blog).checkComment(say('Fantástico, obrigado pela explicação!'))
    const [decision] = await allDecisions(server.url, person.token)
    assert.equal(decision?.text, 'Fantástico, obrigado pela explicação!')
  })

  it('is tried out by the agreed values, and pays nothing', async () => {
    const client = await open()
    const test = await open({}, { isTest: true })
    const admin = new Author({ ipAddress: IP, role: AuthorRole.administrator })
    const known = new Author({ ipAddress: IP, email: 'akismet-guaranteed-spam@example.com' })
    assert.equal(await client.checkComment(say(SPAM, { author: admin })), CheckResult.ham)
    assert.equal(await client.checkComment(say(HAM, { author: known })), CheckResult.spam)
    assert.equal(await test.checkComment(say(SPAM)), CheckResult.ham)
    assert.equal(await used(), 0)
  })

  it('submits spam and ham', async () => {
    const client = await open()
    await client.submitSpam(say(HAM))
    await client.submitHam(say(SPAM))
    const reports = await reportsOf(server.url, person)
    assert.deepEqual(
      reports.map(({ label, text }) => ({ label, text })),
      [
        { label: 'ham', text: SPAM },
        { label: 'spam', text: HAM },
      ],
    )
  })

  it('says that a key is bad', async () => {
    const client = clientOf(NO_KEY)
    const error = { message: 'The key is missing, unknown, expired or revoked.' }
    await assert.rejects(client.checkComment(say(HAM)), error)
    await assert.rejects(client.submitSpam(say(HAM)), error)
  })

  it('says what a form lacks', async () => {
    const { compatKey } = await makeKey(server.url, person)
    const check = clientOf(compatKey, new Blog()).checkComment(say(HAM))
    await assert.rejects(check, { message: 'Missing required field: blog.' })
  })

  for (const [over_quota, message] of [
    ['refuse', '429 Too Many Requests'],
    ['undecided', new RegExp(`^10508 ${GONE.source.slice(1)}`, 'u')],
  ] as const) {
    it(`fails when no unit is left: ${over_quota}`, async () => {
      const client = await open({ over_quota })
      for (let n = 0; n < 4; n++) await client.checkComment(say(HAM))
      await assert.rejects(client.checkComment(say(HAM)), { message })
      assert.equal(await used(), 4)
    })
  }
})
