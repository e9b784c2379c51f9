import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { InjectOptions } from 'fastify'
import {
  akismetHeaders,
  assertText,
  type Fields,
  makeSiteKey,
  postForm,
  type SiteKey,
} from '../../testing/akismet-site.ts'
import {
  as,
  type Member,
  openTestService,
  signUp,
  type TestService,
} from '../../testing/harness.ts'

const SPAM =
  'Check out my new channel, subscribe and win a free iPhone! http://free-prizes.example/win'
const DOUBTFUL = 'WIN a prize now'
const HAM = 'What a lovely recipe, my grandmother made it the same way.'
const BLOG = 'https://Blog.Example.org/'
const GUID = /^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/u

let service: TestService
let member: Member
let site: SiteKey

before(async () => {
  service = await openTestService({
    MONTHLY_QUOTA: '3',
    MAX_TEXT_CHARS: '200',
    TRUST_PROXY: 'true',
  })
})
beforeEach(async () => {
  member = await signUp(service.app)
  site = await makeSiteKey(service.app, member)
})
after(() => service.close())

const check = (fields: Fields, headers: Fields = {}) =>
  postForm(
    service.app,
    '/1.1/comment-check',
    {
      ...{ api_key: site.compatKey, blog: BLOG, user_ip: '203.0.113.9', comment_content: HAM },
      ...fields,
    },
    headers,
  )

const ofMember = async (options: InjectOptions) =>
  (await service.app.inject(as(member, options))).json()

const decisions = async () => (await ofMember({ url: '/v1/decisions' })).items
const used = async () => (await ofMember({ url: '/v1/usage' })).used

describe('POST /1.1/comment-check', () => {
  it('200 false: an honest comment, and nothing beside the guid', async () => {
    const reply = await check({ comment_type: 'comment' })
    assertText(reply, 200, 'false')
    const { 'x-akismet-guid': guid = '', ...rest } = akismetHeaders(reply)
    assert.match(guid, GUID)
    assert.deepEqual(rest, {})
    const [decision] = await decisions()
    assert.equal(decision.decision_id.replaceAll('-', ''), guid)
    const { text, label, source, site: name } = decision
    assert.deepEqual(
      { text, label, source, name },
      { text: HAM, label: 'ham', source: 'comment', name: 'blog.example.org' },
    )
  })

  it('200 true: spam, with the tip to discard it where nobody need look at it', async () => {
    const reply = await check({ comment_content: SPAM })
    assertText(reply, 200, 'true')
    assert.equal(reply.headers['x-akismet-pro-tip'], 'discard')
  })

  it('200 true: spam without the tip where somebody should look', async () => {
    const reply = await check({ comment_content: DOUBTFUL })
    assertText(reply, 200, 'true')
    assert.deepEqual(Object.keys(akismetHeaders(reply)), ['x-akismet-guid'])
  })

  it('takes the API key itself, the older field, and the name of the host', async () => {
    assertText(await check({ api_key: site.key }), 200, 'false')
    assertText(await check({ api_key: '', key: site.compatKey.toUpperCase() }), 200, 'false')
    const host = `${site.compatKey}.spam.example.org:8000`
    assertText(await check({ api_key: '' }, { host }), 200, 'false')
    assert.equal(await used(), 3)
  })

  it('believes a proxy that says which host was asked', async () => {
    const host = { host: '127.0.0.1', 'x-forwarded-host': `${site.compatKey}.spam.example.org` }
    assertText(await check({ api_key: '' }, host), 200, 'false')
  })

  it('judges the content and nothing else, as every other route does', async () => {
    const author = { comment_author: 'cheap casino', comment_author_email: 'win@casino.example' }
    await check({
      ...author,
      comment_author_url: 'http://casino.example/win',
      comment_content: HAM,
    })
    const payload = { text: HAM }
    const native = await ofMember({ method: 'POST', url: '/v1/classify', payload })
    const [, own] = await decisions()
    assert.equal(own.spam_probability, native.spam_probability)
    assert.equal(own.text, HAM)
  })

  it('judges the name of somebody who wrote nothing, such as at a sign-up', async () => {
    const nobody = { comment_content: '', comment_author: 'Ana Souza', comment_type: 'signup' }
    assertText(await check(nobody), 200, 'false')
    const [decision] = await decisions()
    assert.deepEqual([decision.text, decision.source], ['Ana Souza', 'form'])
  })

  it('cuts what is longer than a text may be', async () => {
    assertText(await check({ comment_content: 'a '.repeat(300) }), 200, 'false')
    assert.equal((await decisions())[0].text.length, 200)
  })

  it('reads every charset, and replaces what no database keeps', async () => {
    const payload = `api_key=${site.compatKey}&blog=http://b.example&comment_content=caf%E9%00`
    const type = 'application/x-www-form-urlencoded; charset=ISO-8859-1'
    const headers = { 'content-type': type }
    const url = '/1.1/comment-check'
    const reply = await service.app.inject({ method: 'POST', url, payload, headers })
    assertText(reply, 200, 'false')
    assert.equal((await decisions())[0].text, 'café\uFFFD')
  })

  it('charges a repeated Idempotency-Key once, and answers it with the same guid', async () => {
    const headers = { 'idempotency-key': 'comment-1' }
    const [one, two] = [await check({}, headers), await check({}, headers)]
    assert.equal(one.headers['x-akismet-guid'], two.headers['x-akismet-guid'])
    assert.equal(await used(), 1)
  })

  it('tells requests under one Idempotency-Key apart wherever their fields stand, and by nothing else', async () => {
    const headers = { 'idempotency-key': 'comment-2' }
    const inQuery = (content: string, api_key = site.compatKey) => {
      const query = new URLSearchParams({ api_key, blog: BLOG, comment_content: content })
      const url = `/1.1/comment-check?${query}`
      return service.app.inject({ method: 'POST', url, headers })
    }
    const first = await inQuery(HAM)
    assertText(first, 200, 'false')
    const { 'x-akismet-guid': guid } = first.headers
    assert.equal((await inQuery(HAM, site.key)).headers['x-akismet-guid'], guid)
    assert.equal((await inQuery(SPAM)).headers['x-akismet-guid'] === guid, false)
    assert.equal(await used(), 1)
  })

  it('asks for a comment to be judged under its own source', async () => {
    for (const [sent, source] of [
      [{ comment_type: 'message' }, 'chat'],
      [{ content_type: 'forum-post' }, 'comment'],
      [{ content_type: 'contact-form' }, 'form'],
    ] as const) {
      await check(sent)
      assert.equal((await decisions())[0].source, source)
    }
  })

  it('stores and logs nothing of the visitor', async () => {
    const dump = {
      user_ip: '203.0.113.77',
      user_agent: 'Mozilla/5.0 planted-agent',
      referrer: 'https://planted-referrer.example/',
      comment_author_email: 'planted-mail@example.org',
      comment_author_url: 'https://planted-url.example/',
      comment_author: 'Planted Author',
      HTTP_X_FORWARDED_FOR: '203.0.113.78',
      POST_comment: 'planted-copy',
    }
    assertText(await check(dump), 200, 'false')
    const everything = JSON.stringify([await ofMember({ url: '/users/me/export' }), service.log])
    assert.ok(!/planted|203\.0\.113/iu.test(everything))
    assert.ok(!everything.includes(site.compatKey))
  })
})

describe('values by which clients are tried out', () => {
  for (const [what, fields, answer] of [
    ['an author', { comment_author: 'viagra-test-123' }, 'true'],
    ['another author', { comment_author: 'akismet-guaranteed-spam' }, 'true'],
    ['an e-mail', { comment_author_email: 'akismet-guaranteed-spam@example.com' }, 'true'],
    ['an administrator', { user_role: 'administrator', comment_content: SPAM }, 'false'],
    ['roles', { user_role: 'editor,administrator', comment_content: SPAM }, 'false'],
    [
      'spam of an administrator',
      { comment_author: 'viagra-test-123', user_role: 'administrator' },
      'true',
    ],
    ['a test', { is_test: '1', comment_content: SPAM }, 'false'],
    ['a test of WordPress', { is_test: 'true', comment_content: SPAM }, 'false'],
    ['a test of an author', { is_test: '1', comment_author: 'viagra-test-123' }, 'true'],
  ] as const) {
    it(`${what}: ${answer}, and nothing is judged, stored or charged`, async () => {
      const reply = await check(fields)
      assertText(reply, 200, answer)
      assert.match(String(reply.headers['x-akismet-guid']), GUID)
      assert.deepEqual(await decisions(), [])
      assert.equal(await used(), 0)
    })
  }

  for (const is_test of ['0', 'false', '']) {
    it(`is_test=${is_test} is none of them`, async () => {
      assertText(await check({ is_test, comment_content: SPAM }), 200, 'true')
      assert.equal(await used(), 1)
    })
  }

  it('need a key all the same', async () => {
    const reply = await check({ comment_author: 'viagra-test-123', api_key: '0'.repeat(32) })
    assertText(reply, 200, 'invalid')
  })

  it('count against the burst limit', async () => {
    const own = await openTestService({ BURST_PER_SECOND: '2' })
    const key = await makeSiteKey(own.app, await signUp(own.app))
    const fields = { api_key: key.compatKey, blog: BLOG, is_test: '1' }
    const ask = () => postForm(own.app, '/1.1/comment-check', fields)
    const replies = [await ask(), await ask(), await ask()]
    assert.deepEqual(
      replies.map(({ statusCode }) => statusCode),
      [200, 200, 429],
    )
    const [, , last] = replies
    assert.deepEqual(
      [last?.body, last?.headers['retry-after']],
      ['At most 2 classifications a second.', '1'],
    )
    await own.close()
  })
})
