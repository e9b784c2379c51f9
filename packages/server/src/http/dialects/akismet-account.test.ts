import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
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
  promote,
  signUp,
  type TestService,
} from '../../testing/harness.ts'

const SPAM = 'Subscribe to my channel please check it out'
const HAM = 'The second photo was taken behind the old mill.'

let service: TestService
let member: Member
let site: SiteKey

const ask = (path: string, fields: Fields = {}) =>
  postForm(service.app, path, { api_key: site.compatKey, ...fields })

const get = (path: string, fields: Fields = {}) => {
  const query = new URLSearchParams({ api_key: site.compatKey, ...fields })
  return service.app.inject({ method: 'GET', url: `${path}?${query}` })
}

const send = (what: string, blog: string, comment_content: string) =>
  ask(`/1.1/${what}`, { blog, comment_content })

// Two months of two sites: what follows asks for the numbers of it.
before(async () => {
  service = await openTestService({ MONTHLY_QUOTA: '8' })
  service.clock.set('2026-04-20T12:00:00Z')
  member = await signUp(service.app)
  site = await makeSiteKey(service.app, member)
  await send('comment-check', 'https://a.example', `${HAM} April.`)
  service.clock.set('2026-05-15T12:00:00Z')
  for (const n of [1, 2, 3]) await send('comment-check', 'https://a.example', `${SPAM} ${n}`)
  await send('comment-check', 'https://b.example/blog/', HAM)
  await send('comment-check', 'https://b.example/blog', SPAM)
  await send('submit-ham', 'https://a.example', `${SPAM} 1`)
  await send('submit-spam', 'https://b.example/blog', HAM)
})
after(() => service.close())

describe('POST /1.1/verify-key', () => {
  it('200 valid: for the key in any form', async () => {
    for (const fields of [{}, { key: site.key, api_key: '' }, { key: site.compatKey }]) {
      assertText(
        await ask('/1.1/verify-key', { blog: 'https://a.example', ...fields }),
        200,
        'valid',
      )
    }
  })

  it('asks about `key` where WordPress sends the one it used so far beside it', async () => {
    assertText(await ask('/1.1/verify-key', { key: '0'.repeat(32) }), 200, 'invalid')
  })
})

describe('other answers in one word', () => {
  it('200 deactivated: the key stays what it is', async () => {
    assertText(await ask('/1.1/deactivate', { blog: 'https://a.example' }), 200, 'deactivated')
    assertText(await ask('/1.1/verify-key'), 200, 'valid')
  })

  it('200 connected: for whoever asks', async () => {
    assertText(await service.app.inject({ method: 'GET', url: '/1.1/test' }), 200, 'connected')
  })
})

describe('POST /1.1/get-subscription', () => {
  it('200: what WordPress stores a key for, and what the PHP SDK needs', async () => {
    const { account_id, ...rest } = (await ask('/1.1/get-subscription')).json()
    assert.equal(account_id, Number.parseInt(member.id.slice(-12), 16))
    assert.ok(Number.isSafeInteger(account_id))
    assert.deepEqual(rest, {
      account_type: 'self-hosted',
      account_name: 'Self-hosted',
      status: 'active',
      next_billing_date: false,
      limit_reached: false,
    })
  })
})

describe('/1.2/usage-limit', () => {
  const USAGE = { limit: 8, usage: 5, percentage: '62.50', throttled: false }

  it('200: what is left, by GET and by POST', async () => {
    assert.deepEqual((await get('/1.2/usage-limit')).json(), USAGE)
    assert.deepEqual((await ask('/1.2/usage-limit')).json(), USAGE)
  })

  it('200: more, when asked for', async () => {
    const extended = (await get('/1.2/usage-limit', { extended: 'true' })).json()
    assert.deepEqual(extended, { ...USAGE, notice_level: 0, upgrade: false })
  })

  it('200: without a limit, and with none left', async () => {
    const other = await signUp(service.app)
    const { compatKey: api_key } = await makeSiteKey(service.app, other)
    const admin = await promote(service, await signUp(service.app))
    const ofLimit = async (monthly_limit: number | null) => {
      const change = {
        method: 'PATCH',
        url: `/users/${other.id}`,
        payload: { monthly_limit },
      } as const
      assert.equal((await service.app.inject(as(admin, change))).statusCode, 200)
      return (await ask('/1.2/usage-limit', { api_key, extended: '1' })).json()
    }
    const none = { limit: 'none', usage: 0, percentage: '0.00', throttled: false }
    assert.deepEqual(await ofLimit(null), { ...none, notice_level: 0, upgrade: false })
    assert.deepEqual(await ofLimit(0), {
      ...{ limit: 0, usage: 0, percentage: '100.00', throttled: true },
      ...{ notice_level: 'NOTICE_THIRD_MONTH_OVER_LIMIT', upgrade: false },
    })
    const { limit_reached } = (await ask('/1.1/get-subscription', { api_key })).json()
    assert.equal(limit_reached, true)
  })
})

describe('/1.2/key-sites', () => {
  const count = (name: string, spam: number, ham: number, missed: number, wrong: number) => ({
    ...{ site: name, api_calls: String(spam + ham), spam: String(spam), ham: String(ham) },
    ...{ missed_spam: String(missed), false_positives: String(wrong), is_revoked: false },
  })
  const A = count('a.example', 3, 0, 0, 1)
  const B = count('b.example/blog', 1, 1, 1, 0)

  for (const [fields, sites, rest] of [
    [{}, [A, B], { limit: 500, offset: 0, total: 2 }],
    [{ order: 'ham' }, [B, A], { limit: 500, offset: 0, total: 2 }],
    [{ order: 'missed_spam' }, [B, A], { limit: 500, offset: 0, total: 2 }],
    [{ order: 'false_positives', limit: '1' }, [A], { limit: 1, offset: 0, total: 2 }],
    [{ limit: '1', offset: '1' }, [B], { limit: 1, offset: 1, total: 2 }],
    [{ filter: 'BLOG' }, [B], { limit: 500, offset: 0, total: 1 }],
    [{ filter: 'nowhere' }, [], { limit: 500, offset: 0, total: 0 }],
  ] as const) {
    it(`200: ${JSON.stringify(fields)}`, async () => {
      assert.deepEqual((await get('/1.2/key-sites', fields)).json(), { '2026-05': sites, ...rest })
    })
  }

  it('200: of another month', async () => {
    const reply = (await ask('/1.2/key-sites', { month: '2026-04' })).json()
    const sites = [count('a.example', 0, 1, 0, 0)]
    assert.deepEqual(reply, { '2026-04': sites, limit: 500, offset: 0, total: 1 })
  })

  it('200: as a table, without the key', async () => {
    const reply = await get('/1.2/key-sites', { format: 'csv' })
    assert.equal(reply.headers['content-type'], 'text/csv; charset=utf-8')
    assert.deepEqual(reply.body.split('\n'), [
      'Active sites during 2026-05 (limit:500, offset: 0, total: 2)',
      'Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked',
      'a.example,3,3,0,0,1,false',
      'b.example/blog,2,1,1,1,0,false',
      '',
    ])
  })

  for (const [field, value] of [
    ...['2026', '2026-13', '2026-05-01', '0000-01', '9999-12'].map(
      (month) => ['month', month] as const,
    ),
    ...['-1', 'all', '1e3'].map((limit) => ['limit', limit] as const),
    ['order', 'site'],
    ['offset', '-1'],
  ] as const) {
    it(`200: refuses ${field}=${value}`, async () => {
      const reply = await get('/1.2/key-sites', { [field]: value })
      assertText(reply, 200, `Invalid field: ${field}.`)
    })
  }
})

describe('POST /1.1/get-stats', () => {
  const month = (spam: number, ham: number, missed: number, wrong: number, blogs: number) => ({
    ...{ spam: String(spam), ham: String(ham), missed_spam: String(missed) },
    ...{ false_positives: String(wrong), blogs: String(blogs) },
  })
  const ALL = {
    ...{ spam: 4, ham: 2, missed_spam: 1, false_positives: 1, accuracy: '66.67', time_saved: 48 },
    breakdown: {
      '2026-04': { ...month(0, 1, 0, 0, 1), da: '2026-04-01' },
      '2026-05': { ...month(4, 1, 1, 1, 2), da: '2026-05-01' },
    },
  }

  for (const [path, from] of [
    ['/1.1/get-stats', '6-months'],
    ['/1.1/get-stats', 'all'],
    ['/1.1/get-stats', ''],
    ['/1.2/get-key-stats', '60-days'],
    ['/1.2/get-key-stats', 'year'],
  ] as const) {
    it(`200: ${path} from=${from}`, async () => {
      assert.deepEqual((await ask(path, { from })).json(), ALL)
    })
  }

  it('200: leaves out what is older', async () => {
    service.clock.set('2026-10-02T00:00:00Z')
    const { breakdown } = (await ask('/1.1/get-stats', { from: '6-months' })).json()
    assert.deepEqual(Object.keys(breakdown), ['2026-05'])
    assert.deepEqual((await ask('/1.1/get-stats', { from: 'all' })).json(), ALL)
    service.clock.set('2026-05-15T12:00:00Z')
  })

  it('200: of somebody new there is nothing', async () => {
    const { compatKey: api_key } = await makeSiteKey(service.app, await signUp(service.app))
    assert.deepEqual((await ask('/1.1/get-stats', { api_key })).json(), {
      ...{ spam: 0, ham: 0, missed_spam: 0, false_positives: 0, accuracy: '0.00', time_saved: 0 },
      breakdown: {},
    })
  })

  it('200: refuses a span that nobody knows', async () => {
    assertText(await ask('/1.1/get-stats', { from: 'constructor' }), 200, 'Invalid field: from.')
  })

  it('200: alerts the owner of a site again where no unit is left, and nobody else', async () => {
    const asked = ['/1.1/get-stats', '/1.2/get-key-stats', '/1.1/verify-key', '/1.2/usage-limit']
    const alerts = async () => {
      const replies = await Promise.all(asked.map((path) => ask(path)))
      return replies.map(({ headers }) => headers['x-akismet-alert-code'])
    }
    assert.deepEqual(await alerts(), [undefined, undefined, undefined, undefined])
    for (const n of [1, 2, 3]) await send('comment-check', 'https://c.example', `${HAM} ${n}`)
    assert.deepEqual(await alerts(), ['10508', undefined, undefined, undefined])
  })
})
