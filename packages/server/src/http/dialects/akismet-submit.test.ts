import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
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
  signUp,
  type TestService,
} from '../../testing/harness.ts'

const THANKS = 'Thanks for making the web a better place.'
const SPAM = 'Subscribe to my channel please check it out'
const HAM = 'The second photo was taken behind the old mill.'

let service: TestService
let member: Member
let site: SiteKey

before(async () => {
  service = await openTestService()
})
beforeEach(async () => {
  member = await signUp(service.app)
  site = await makeSiteKey(service.app, member)
})
after(() => service.close())

const ask = (what: string, fields: Fields) =>
  postForm(service.app, `/1.1/${what}`, {
    ...{ api_key: site.compatKey, blog: 'https://blog.example.org', user_ip: '203.0.113.9' },
    ...fields,
  })

const reports = async () =>
  (await service.app.inject(as(member, { url: '/v1/reports' }))).json().items

const used = async () => (await service.app.inject(as(member, { url: '/v1/usage' }))).json().used

describe('POST /1.1/submit-spam and submit-ham', () => {
  it('200: corrects the decision on the same text, and costs nothing', async () => {
    const checked = await ask('comment-check', { comment_content: HAM, comment_author: 'Ana' })
    const fields = { comment_content: HAM, reporter: 'editor1', comment_check_response: 'false' }
    assertText(await ask('submit-spam', fields), 200, THANKS)
    const [report, ...others] = await reports()
    assert.deepEqual(others, [])
    const { decision_id, decided, label, text, note, site: name } = report
    assert.equal(decision_id.replaceAll('-', ''), checked.headers['x-akismet-guid'])
    assert.deepEqual(
      { decided, label, text, note, name },
      { decided: 'ham', label: 'spam', text: null, note: null, name: 'blog.example.org' },
    )
    assert.equal(await used(), 1)
  })

  it('200: the last word counts', async () => {
    await ask('comment-check', { comment_content: SPAM })
    await ask('submit-ham', { comment_content: SPAM })
    await ask('submit-spam', { comment_content: SPAM })
    const live = (await reports()).filter(({ ended_at }: { ended_at: string }) => ended_at === null)
    assert.deepEqual(
      live.map(({ label }: { label: string }) => label),
      ['spam'],
    )
  })

  it('200: the guid names the decision, even if the text was changed since', async () => {
    const checked = await ask('comment-check', { comment_content: HAM })
    const guid = String(checked.headers['x-akismet-guid'])
    assertText(await ask('submit-spam', { guid, comment_content: `${HAM} Edited.` }), 200, THANKS)
    assert.equal((await reports())[0].decision_id.replaceAll('-', ''), guid)
  })

  it('200: a guid that names no decision of the caller leaves the text to be found', async () => {
    const checked = await ask('comment-check', { comment_content: HAM })
    const stranger = await signUp(service.app)
    const theirs = await makeSiteKey(service.app, stranger)
    const other = await ask('comment-check', { comment_content: HAM, api_key: theirs.compatKey })
    for (const guid of [String(other.headers['x-akismet-guid']), 'no-guid', '0'.repeat(32)]) {
      assertText(await ask('submit-spam', { guid, comment_content: HAM }), 200, THANKS)
    }
    const [report, ...more] = await reports()
    assert.deepEqual(more, [])
    const own = String(checked.headers['x-akismet-guid'])
    assert.equal(report.decision_id.replaceAll('-', ''), own)
  })

  it('200: a text that was never checked is kept with its source and site', async () => {
    const fields = { comment_content: SPAM, comment_type: 'contact-form' }
    assertText(await ask('submit-spam', fields), 200, THANKS)
    const [{ decision_id, text, source, site: name }] = await reports()
    assert.deepEqual(
      { decision_id, text, source, name },
      { decision_id: null, text: SPAM, source: 'form', name: 'blog.example.org' },
    )
    assert.equal(await used(), 0)
  })

  it('200: what is cut when it is checked is found when it is reported', async () => {
    const long = 'a sentence that goes on, '.repeat(2000)
    const checked = await ask('comment-check', { comment_content: long })
    await ask('submit-ham', { comment_content: long })
    const [report] = await reports()
    assert.equal(report.decision_id.replaceAll('-', ''), checked.headers['x-akismet-guid'])
  })

  for (const [what, fields] of [
    ['a test', { is_test: '1' }],
    ['an author that is spam by agreement', { comment_author: 'viagra-test-123' }],
  ] as const) {
    it(`200: of ${what} nothing is stored`, async () => {
      assertText(await ask('submit-spam', { ...fields, comment_content: SPAM }), 200, THANKS)
      assert.deepEqual(await reports(), [])
    })
  }

  it('200 thanks: with STORE_TEXT=none nothing is stored that nobody could tell anything by', async () => {
    const silent = await openTestService({ STORE_TEXT: 'none', REPORTS_PER_DAY: '1' })
    try {
      const key = await makeSiteKey(silent.app, await signUp(silent.app))
      for (const comment_content of ['one', 'one', 'two']) {
        const fields = { api_key: key.compatKey, blog: 'https://b.example', comment_content }
        assertText(await postForm(silent.app, '/1.1/submit-spam', fields), 200, THANKS)
      }
      assert.deepEqual(await silent.database.db.selectFrom('report').selectAll().execute(), [])
    } finally {
      await silent.close()
    }
  })

  it('429: more than may be said in a day', async () => {
    const own = await openTestService({ REPORTS_PER_DAY: '1' })
    const key = await makeSiteKey(own.app, await signUp(own.app))
    const submit = (comment_content: string) =>
      postForm(own.app, '/1.1/submit-spam', {
        ...{ api_key: key.compatKey, blog: 'https://b.example', comment_content },
      })
    assertText(await submit('one'), 200, THANKS)
    const reply = await submit('two')
    assertText(reply, 429, 'At most 1 reports a day.')
    assert.equal(reply.headers['retry-after'], '86400')
    await own.close()
  })
})
