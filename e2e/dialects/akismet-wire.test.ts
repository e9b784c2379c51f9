import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { allDecisions, type Person, signUp, usedUnits } from '../client.ts'
import { anyPlace } from '../places.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { type RawAnswer, rawRequest, sendRaw } from './raw-request.ts'
import { makeKey, reportsOf } from './site-keys.ts'

/*
 * Clients of Akismet that the registry does not have, byte by byte as they speak: written down from a
 * real WordPress (6.1.9, its Akismet plugin 5.0.2), and from the sources of the others.
 */

const THANKS = 'Thanks for making the web a better place.'
const HAM = 'What a lovely recipe, my grandmother made it the same way.'
const HAM_ENCODED = 'What+a+lovely+recipe%2C+my+grandmother+made+it+the+same+way.'
const SPAM_ENCODED = 'Check+out+my+new+channel%2C+subscribe+and+win+a+free+iPhone%21'

const scope = new AsyncDisposableStack()
let server: RunningServer
let person: Person
let key: string

before(async () => {
  server = await startServer(scope, { ...(await anyPlace(scope)), MONTHLY_QUOTA: '10' })
})
beforeEach(async () => {
  person = await signUp(server.url)
  key = (await makeKey(server.url, person)).compatKey
})
after(() => scope.disposeAsync())

const send = (head: readonly string[], body = '') => sendRaw(server.port, rawRequest(head, body))
const stored = () => allDecisions(server.url, person.token)
const used = () => usedUnits(server.url, person.token)

/** That an answer is this text, and as long as it says. */
function assertBody({ status, headers, body }: RawAnswer, text: string, code = '200 OK'): void {
  assert.deepEqual(
    [status, headers.get('content-type'), headers.get('content-length'), body],
    [`HTTP/1.1 ${code}`, 'text/plain; charset=utf-8', String(text.length), text],
  )
}

/** Headers that make a client throw, or a site's owner worry. */
function alertsIn({ headers }: RawAnswer): readonly string[] {
  return [...headers.keys()].filter((name) => /akismet-(?:alert|debug|error)/u.test(name))
}

describe('WordPress', () => {
  /** As its HTTP class writes it; the plugin asks for HTTP/1.0, and older versions do speak it. */
  const ask = (what: string, body: string, version = '1.1') =>
    send(
      [
        `POST /1.1/${what} HTTP/${version}`,
        'Host: rest.akismet.com',
        'Accept: */*',
        'Accept-Encoding: deflate, gzip, br, zstd',
        `Referer: http://rest.akismet.com/1.1/${what}`,
        'Content-Type: application/x-www-form-urlencoded; charset=UTF-8',
        'User-Agent: WordPress/6.1.9 | Akismet/5.0.2',
        'Connection: close',
      ],
      body,
    )

  /** A comment and all that WordPress knows of who wrote it. */
  const comment = (content: string) =>
    'comment_post_ID=1&comment_author=Ana&comment_author_email=ana%40example.org&comment_author_url' +
    `&comment_content=${content}&comment_type=comment&comment_parent=0&user_id=0&user_ID=0` +
    '&comment_author_IP=203.0.113.9&comment_agent=Mozilla%2F5.0+%28X11%3B+Linux+x86_64%29' +
    '&user_ip=203.0.113.9&user_agent=Mozilla%2F5.0+%28X11%3B+Linux+x86_64%29' +
    '&referrer=https%3A%2F%2Fblog.example.org%2F%3Fp%3D1&blog=https%3A%2F%2Fblog.example.org' +
    '&blog_lang=en_US&blog_charset=UTF-8&permalink=https%3A%2F%2Fblog.example.org%2F%3Fp%3D1' +
    `&akismet_comment_nonce=failed&POST_comment=${content}&POST_author=Ana` +
    '&POST_email=ana%40example.org&POST_url&POST_comment_post_ID=1&POST_submit=Post' +
    '&REQUEST_URI=%2Fwp-comments-post.php&REMOTE_ADDR=203.0.113.9&HTTP_HOST=blog.example.org' +
    '&HTTP_USER_AGENT=Mozilla%2F5.0+%28X11%3B+Linux+x86_64%29&HTTP_ACCEPT=%2A%2F%2A' +
    '&HTTP_REFERER=https%3A%2F%2Fblog.example.org%2F%3Fp%3D1&HTTP_CONTENT_LENGTH=155' +
    '&HTTP_CONTENT_TYPE=application%2Fx-www-form-urlencoded' +
    '&comment_post_modified_gmt=2026-11-28+03%3A12%3A04&comment_context%5B0%5D=cooking' +
    `&callback=https%3A%2F%2Fblog.example.org%2Fwp-json%2Fakismet%2Fv1%2Fwebhook&api_key=${key}`

  for (const version of ['1.0', '1.1']) {
    it(`HTTP/${version}: takes a key as its settings page does, and checks a comment`, async () => {
      const blog = 'blog=https%3A%2F%2Fblog.example.org'
      const verified = await ask('verify-key', `key=${key}&${blog}&api_key=${key}`, version)
      assertBody(verified, 'valid')
      assert.equal(verified.headers.get('connection'), 'close')
      const subscription = await ask('get-subscription', `key=${key}&${blog}`, version)
      assert.equal(subscription.headers.get('content-type'), 'application/json; charset=utf-8')
      assert.equal(JSON.parse(subscription.body).status, 'active')
      const ham = await ask('comment-check', comment(HAM_ENCODED), version)
      assertBody(ham, 'false')
      assert.match(ham.headers.get('x-akismet-guid') ?? '', /^[0-9a-f]{32}$/u)
      const spam = await ask('comment-check', comment(SPAM_ENCODED), version)
      assertBody(spam, 'true')
      assert.equal(spam.headers.get('x-akismet-pro-tip'), 'discard')
      assert.deepEqual([...alertsIn(ham), ...alertsIn(spam)], [])
      assert.equal(await used(), 2)
    })
  }

  it('keeps the content of the dump, and nothing else', async () => {
    assertBody(await ask('comment-check', comment(HAM_ENCODED), '1.0'), 'false')
    const [decision] = await stored()
    assert.equal(decision?.text, HAM)
    assert.ok(!/ana@|203\.0\.113|Mozilla/u.test(JSON.stringify(decision)))
    assert.ok(!/ana@|203\.0\.113\.9|Mozilla/u.test(server.log()))
  })

  it('submits what it was told wrong, and what it checked is found by its text', async () => {
    await ask('comment-check', comment(HAM_ENCODED))
    const rest = '&reporter=admin&user_role=&comment_check_response=false&is_test'
    assertBody(await ask('submit-spam', comment(HAM_ENCODED) + rest), THANKS)
    assertBody(await ask('submit-ham', comment(SPAM_ENCODED) + rest), THANKS)
    const [decision] = await stored()
    assert.deepEqual(
      (await reportsOf(server.url, person)).map((report) => [report.label, report.decision_id]),
      [
        ['ham', null],
        ['spam', decision?.decision_id],
      ],
    )
  })

  it('asks for statistics and whether its server is there, and leaves', async () => {
    const fields = `blog=https%3A%2F%2Fblog.example.org&key=${key}`
    await ask('comment-check', comment(SPAM_ENCODED))
    const stats = JSON.parse((await ask('get-stats', `${fields}&from=6-months`)).body)
    assert.deepEqual([stats.spam, stats.ham, stats.accuracy], [1, 0, '100.00'])
    const test = ['GET /1.1/test HTTP/1.0', 'Host: rest.akismet.com']
    assertBody(await send(test), 'connected')
    assertBody(await ask('deactivate', fields), 'deactivated')
  })

  it('holds a comment back when no unit is left: it finds an error, an alert and a guid', async () => {
    for (let n = 0; n < 10; n++) await ask('comment-check', comment(HAM_ENCODED))
    const refused = await ask('comment-check', comment(HAM_ENCODED))
    assert.equal(refused.status, 'HTTP/1.1 429 Too Many Requests')
    assert.ok(!['true', 'false', 'invalid'].includes(refused.body))
    const names = ['x-akismet-error', 'x-akismet-alert-code', 'x-akismet-alert-api-calls']
    const values = names.map((name) => refused.headers.get(name))
    assert.deepEqual(values, ['quota_exceeded', '10508', '10'])
    assert.match(refused.headers.get('x-akismet-guid') ?? '', /^[0-9a-f]{32}$/u)
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
  })
})

describe('Discourse', () => {
  /** Excon; the key stands in the host, and `content_type` says what WordPress calls a comment type. */
  const ask = (what: string, content: string) => {
    const body =
      'blog=https%3A%2F%2Fforum.example.org&comment_author=ana&content_type=forum-post' +
      `&comment_content=${content}&permalink=https%3A%2F%2Fforum.example.org%2Ft%2F1` +
      '&referrer=https%3A%2F%2Fforum.example.org&user_agent=Mozilla%2F5.0&user_ip=203.0.113.9'
    const head = [
      `POST /1.1/${what} HTTP/1.1`,
      'User-Agent: Discourse/3.5.0 | discourse-akismet/1.0',
      'Content-Type: application/x-www-form-urlencoded',
      `Host: ${key}.rest.akismet.com:443`,
      'Connection: close',
    ]
    return send(head, body)
  }

  it('checks a post of 32,000 characters and corrects it', async () => {
    const content = `${'a%C3%A9+'.repeat(10_666)}xy`
    assertBody(await ask('comment-check', content), 'false')
    const [decision] = await stored()
    assert.equal(decision?.text.length, 32_000)
    assertBody(await ask('submit-spam', content), THANKS)
    const [report] = await reportsOf(server.url, person)
    assert.equal(report?.decision_id, decision?.decision_id)
  })
})

describe('rakismet', () => {
  /** Net::HTTP: the key as `key` to verify it, and in the host from then on; `is_test` is 0 or 1. */
  const head = (host: string, what: string) => [
    `POST /1.1/${what} HTTP/1.1`,
    'User-Agent: Rails/8.0.1 | Rakismet/1.5.6',
    'Content-Type: application/x-www-form-urlencoded',
    'Connection: close',
    `Host: ${host}`,
  ]

  it('verifies its key, and checks without testing', async () => {
    const verify = `key=${key}&blog=https://shop.example.org`
    assertBody(await send(head('spam.example.org', 'verify-key'), verify), 'valid')
    const comment = `comment_type=comment&comment_author=Ana&comment_content=${SPAM_ENCODED}`
    const body = `${comment}&user_ip=203.0.113.9&is_test=0&blog=https%3A%2F%2Fshop.example.org`
    const host = `${key.toUpperCase()}.spam.example.org`
    assertBody(await send(head(host, 'comment-check'), body), 'true')
    assert.equal(await used(), 1)
    const test = body.replace('is_test=0', 'is_test=1')
    assertBody(await send(head(host, 'comment-check'), test), 'false')
    assert.equal(await used(), 1)
  })
})

describe('Flarum', () => {
  /** Guzzle: a boolean `is_test` is sent as 1, and not at all where it is false. */
  it('checks a post under a key that wants no refusal, so that nobody fails to post', async () => {
    key = (await makeKey(server.url, person, { over_quota: 'undecided' })).compatKey
    const head = [
      'POST /1.1/comment-check HTTP/1.1',
      'Content-Type: application/x-www-form-urlencoded',
      'User-Agent: Flarum/1.8.0 | Akismet/1.4.0',
      `Host: ${key}.rest.akismet.com`,
      'Connection: close',
    ]
    const blog = 'blog=https%3A%2F%2Fflarum.example.org'
    const author = 'comment_author=ana&comment_author_email=ana%40example.org&comment_type=reply'
    const rest = `${author}&user_ip=203.0.113.9&user_agent=Mozilla%2F5.0`
    const body = `${blog}&comment_content=${HAM_ENCODED}&${rest}`
    assertBody(await send(head, `${blog}&is_test=1&comment_content=x&${rest}`), 'false')
    for (let n = 0; n < 10; n++) assertBody(await send(head, body), 'false')
    const { status, body: answer } = await send(head, body)
    assert.equal(status, 'HTTP/1.1 200 OK')
    assert.match(answer, /^All 10 units of this month are used\./u)
  })
})

describe('the PHP SDK', () => {
  const post = (path: string, fields: string) =>
    send(
      [
        `POST ${path} HTTP/1.1`,
        'Host: spam.example.org',
        'Content-Type: application/x-www-form-urlencoded',
        'User-Agent: Automattic-Akismet-SDK/1.5.0',
        'Connection: close',
      ],
      `${fields}&api_key=${key}&blog=https%3A%2F%2Fblog.example.org`,
    )
  const get = (path: string) =>
    send([`GET ${path} HTTP/1.1`, 'Host: spam.example.org', 'Connection: close'])

  it('finds in every answer what it throws without', async () => {
    assertBody(await post('/1.1/verify-key', `key=${key}`), 'valid')
    const content = `user_ip=203.0.113.9&comment_content=${SPAM_ENCODED}&comment_type=comment`
    const checked = await post('/1.1/comment-check', content)
    assertBody(checked, 'true')
    assert.deepEqual(alertsIn(checked), [])
    assertBody(await post('/1.1/submit-ham', `${content}&reporter=a`), THANKS)
    const usage = JSON.parse((await get(`/1.2/usage-limit?extended=true&api_key=${key}`)).body)
    assert.deepEqual(usage, {
      ...{ limit: 10, usage: 1, percentage: '10.00', throttled: false },
      ...{ notice_level: 0, upgrade: false },
    })
    const { headers, body } = await get(`/1.2/key-sites?limit=500&offset=0&api_key=${key}`)
    assert.equal(headers.get('content-type'), 'application/json; charset=utf-8')
    const { limit, offset, total, ...months } = JSON.parse(body)
    assert.deepEqual([limit, offset, total], [500, 0, 1])
    const [[month, sites] = []] = Object.entries<readonly object[]>(months)
    assert.match(month ?? '', /^[0-9]{4}-(?:0[1-9]|1[0-2])$/u)
    assert.deepEqual(sites, [
      {
        ...{ site: 'blog.example.org', api_calls: '1', spam: '1', ham: '0' },
        ...{ missed_spam: '0', false_positives: '1', is_revoked: false },
      },
    ])
    const stats = JSON.parse((await post('/1.2/get-key-stats', `key=${key}&from=60-days`)).body)
    assert.deepEqual(
      [stats.spam, stats.false_positives, stats.accuracy, stats.time_saved],
      [1, 1, '0.00', 0],
    )
    const subscription = JSON.parse((await post('/1.1/get-subscription', '')).body)
    assert.deepEqual(Object.keys(subscription), [
      ...['account_id', 'account_type', 'account_name', 'status'],
      ...['next_billing_date', 'limit_reached'],
    ])
  })
})

describe('Python', () => {
  it('has its answer within the second that it waits', async () => {
    const head = [
      'POST /1.1/comment-check HTTP/1.1',
      'Host: rest.akismet.com',
      'Accept: */*',
      'Accept-Encoding: gzip, deflate',
      'Connection: close',
      'User-Agent: akismet.py/25.10.0 | Python/3.13.1',
      'Content-Type: application/x-www-form-urlencoded',
    ]
    const fields = `api_key=${key}&blog=https%3A%2F%2Fblog.example.org&user_ip=203.0.113.9`
    const body = `${fields}&comment_content=${HAM_ENCODED}&is_test=false`
    await send(head, body)
    const begun = performance.now()
    assertBody(await send(head, body), 'false')
    assert.ok(performance.now() - begun < 1000)
    assert.equal(await used(), 2)
  })
})
