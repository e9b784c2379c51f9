import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import Fastify from 'fastify'
import { DomainError } from '../../domain/errors.ts'
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
import { answerErrors } from '../problem.ts'
import { tellAkismet } from './akismet-refusals.ts'

const URL = '/1.1/comment-check'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

let service: TestService
let member: Member
let site: SiteKey

before(async () => {
  service = await openTestService({ MONTHLY_QUOTA: '1' })
})
beforeEach(async () => {
  member = await signUp(service.app)
  site = await makeSiteKey(service.app, member)
})
after(() => service.close())

const check = (fields: Fields, path = URL) =>
  postForm(service.app, path, {
    ...{ api_key: site.compatKey, blog: 'https://blog.example.org', comment_content: 'Good day' },
    ...fields,
  })

describe('a refusal of a key', () => {
  const assertInvalid = (reply: Awaited<ReturnType<typeof check>>, help: RegExp) => {
    assertText(reply, 200, 'invalid')
    assert.match(String(reply.headers['x-akismet-debug-help']), help)
    assert.equal(reply.headers['www-authenticate'], undefined)
  }

  for (const path of [
    ...['/1.1/verify-key', URL, '/1.1/submit-spam', '/1.1/submit-ham', '/1.1/deactivate'],
    ...['/1.1/get-subscription', '/1.1/get-stats', '/1.2/usage-limit', '/1.2/key-sites'],
  ]) {
    it(`200 invalid: ${path} with an unknown key`, async () => {
      assertInvalid(await check({ api_key: '0'.repeat(32) }, path), /./u)
    })
  }

  it('200 invalid: no key at all', async () => {
    assertInvalid(await check({ api_key: '' }), /./u)
  })

  it('200 invalid: a revoked key', async () => {
    const url = `/users/me/keys/${site.id}`
    await service.app.inject(as(member, { method: 'DELETE', url }))
    assertInvalid(await check({}), /./u)
  })

  it('200 invalid: an access token, which is not for forms', async () => {
    assertInvalid(await check({ api_key: member.access }), /./u)
  })

  it('200 invalid: a key without the scope, which the help names', async () => {
    const { compatKey: api_key } = await makeSiteKey(service.app, member, { scopes: ['reports'] })
    assertInvalid(await check({ api_key }), /"spam_ml"/u)
    assertInvalid(await check({ api_key }, '/1.1/verify-key'), /"spam_ml"/u)
    const other = await makeSiteKey(service.app, member, { scopes: ['spam_ml'] })
    assertInvalid(await check({ api_key: other.compatKey }, '/1.1/submit-spam'), /"reports"/u)
  })

  it('has a guid, by which WordPress holds the comment back', async () => {
    const reply = await check({ api_key: 'no' })
    assert.match(String(reply.headers['x-akismet-guid']), /^[0-9a-f]{32}$/u)
  })
})

describe('a refusal of a field', () => {
  for (const [fields, text] of [
    [{ blog: '' }, 'Missing required field: blog.'],
    [{ blog: '  ' }, 'Missing required field: blog.'],
    [{ blog: 'http://[' }, 'Invalid field: blog.'],
    [{ comment_content: '' }, 'Missing required field: comment_content.'],
  ] as const) {
    it(`200: ${text}`, async () => {
      for (const path of [URL, '/1.1/submit-ham']) {
        const reply = await check(fields, path)
        assertText(reply, 200, text)
        assert.equal(reply.headers['x-akismet-debug-help'], text)
      }
      const usage = await service.app.inject(as(member, { url: '/v1/usage' }))
      assert.equal(usage.json().used, 0)
    })
  }

  it('does not miss an address of the visitor', async () => {
    assertText(await check({ user_ip: '' }), 200, 'false')
  })
})

describe('a refusal for want of units', () => {
  const headersOf = (reply: Awaited<ReturnType<typeof check>>) => {
    const { 'x-akismet-guid': _guid, ...rest } = akismetHeaders(reply)
    return rest
  }
  const TEXT = 'All 1 units of this month are used. The next month begins 2026-06-01T00:00:00.000Z.'
  const ALERT = {
    'x-akismet-error': 'quota_exceeded',
    'x-akismet-alert-code': '10508',
    'x-akismet-alert-msg': TEXT,
    'x-akismet-alert-api-calls': '1',
    'x-akismet-alert-usage-limit': '1',
    'x-akismet-alert-upgrade-plan': 'a higher monthly limit',
  }

  it('429: says when there are units again, and alerts the owner of the site', async () => {
    assertText(await check({}), 200, 'false')
    const reply = await check({})
    assertText(reply, 429, TEXT)
    assert.deepEqual(headersOf(reply), ALERT)
    assert.equal(reply.headers['retry-after'], '1425600')
    assert.match(String(reply.headers['ratelimit']), /"monthly";r=0/u)
  })

  it('200: the same, for keys that want no refusal', async () => {
    const wanted = { over_quota: 'undecided' }
    const { compatKey: api_key } = await makeSiteKey(service.app, member, wanted)
    await check({ api_key })
    const reply = await check({ api_key })
    assertText(reply, 200, TEXT)
    assert.deepEqual(headersOf(reply), ALERT)
    assert.equal(reply.headers['retry-after'], '1425600')
  })
})

describe('a refusal of the edge', () => {
  const helped = (reply: Awaited<ReturnType<typeof check>>, status: number, text: string) => {
    assertText(reply, status, text)
    assert.equal(reply.headers['x-akismet-debug-help'], text)
  }

  it('415: JSON', async () => {
    const payload = { api_key: site.compatKey, blog: 'https://blog.example.org' }
    const reply = await service.app.inject({ method: 'POST', url: URL, payload })
    helped(reply, 415, 'This route does not read bodies of this Content-Type.')
  })

  it('413: more than any site sends', async () => {
    const payload = `comment_content=${'a'.repeat(1_100_000)}`
    const reply = await service.app.inject({ method: 'POST', url: URL, payload, headers: FORM })
    helped(reply, 413, 'The body has more bytes than this route reads.')
  })

  for (const url of ['/1.1/token', '/1.1/', '/1.2/no-such-thing']) {
    it(`404: ${url}`, async () => {
      const reply = await service.app.inject({ method: 'POST', url, payload: '', headers: FORM })
      helped(reply, 404, 'There is nothing under this method and path. See /docs.')
    })
  }

  it('404: a method that is not meant', async () => {
    const reply = await service.app.inject({ method: 'GET', url: URL })
    helped(reply, 404, 'There is nothing under this method and path. See /docs.')
  })

  it('200: a query that no text can hold, whose name no header can', async () => {
    const url = `/1.2/key-sites?api_key=${site.compatKey}&%D0%BA=%00`
    const reply = await service.app.inject({ method: 'GET', url })
    assertText(reply, 200, 'Invalid field: к.')
    assert.equal(reply.headers['x-akismet-debug-help'], 'Invalid field: ?.')
  })
})

describe('tellAkismet', () => {
  const tell = async (error: Error) => {
    const app = Fastify()
    app.setErrorHandler(answerErrors(tellAkismet))
    app.get('/', () => {
      throw error
    })
    const reply = await app.inject('/')
    await app.close()
    return reply
  }

  for (const [code, text, retryAfter] of [
    ['overloaded', 'More is waiting than can be done soon. Nothing was charged; try again.', '1'],
    ['database-unavailable', 'The database does not answer. Try again in a moment.', '2'],
  ] as const) {
    it(`503: ${code}, when to come again, and nothing that a verdict could be taken for`, async () => {
      const reply = await tell(new DomainError(code, {}))
      assertText(reply, 503, text)
      assert.equal(reply.headers['retry-after'], retryAfter)
      assert.deepEqual(akismetHeaders(reply), {})
    })
  }

  it('500: tells a stranger nothing', async () => {
    const reply = await tell(new Error('disk on fire'))
    assertText(reply, 500, 'Something went wrong here. The log tells more under the request id.')
  })

  it('422: what Akismet does not know keeps its status', async () => {
    const reply = await tell(new DomainError('idempotency-key-reused', {}))
    const text = 'This Idempotency-Key came with another request within the last 24 hours.'
    assertText(reply, 422, text)
    assert.deepEqual(akismetHeaders(reply), { 'x-akismet-debug-help': text })
  })
})
