import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import {
  as,
  type Member,
  openTestService,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'

const START = '2026-05-15T12:00:00.000Z'
const LATER = '2026-05-15T12:00:01.000Z'
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u
const NOBODYS = '01a20556-07b9-7192-95c3-f6aa292e0722'
const SPAM = 'WINNER!! You have won a £1000 prize. Call 09061701461 now to claim.'
const HAM = 'See you at six, mum'

let service: TestService
let member: Member

before(async () => {
  service = await openTestService({ MAX_TEXT_CHARS: '100', REPORTS_PER_DAY: '120' })
})
beforeEach(async () => {
  service.clock.set(START)
  member = await signUp(service.app)
})
after(() => service.close())

type Named = Pick<Member, 'headers'>

const ask = (options: InjectOptions, who: Named = member, { app } = service) =>
  app.inject(as(who, options))

const report = (payload: object, who: Named = member, where = service) =>
  ask({ method: 'POST', url: '/v1/reports', payload }, who, where)

const withdraw = (id: string, who: Named = member) =>
  ask({ method: 'DELETE', url: `/v1/reports/${id}` }, who)

const listReports = async (query = '', who: Named = member) =>
  (await ask({ url: `/v1/reports${query}` }, who)).json().items

const classify = async (payload: object, who: Named = member): Promise<string> =>
  (await ask({ method: 'POST', url: '/v1/classify', payload }, who)).json().decision_id

const keyOf = async (who: Named): Promise<Named> => {
  const making = { method: 'POST', url: '/users/me/keys', payload: { name: 'robot' } } as const
  return { headers: { 'x-api-key': (await ask(making, who)).json().key } }
}

const idsOf = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id)

function made(reply: LightMyRequestResponse) {
  assert.equal(reply.statusCode, 201, reply.body)
  return reply.json()
}

describe('POST /v1/reports', () => {
  it('201: on a decision, with what that said, and it costs no unit', async () => {
    const decision_id = await classify({ text: SPAM, source: 'sms' })
    const note = 'from my bank, "really"\nand \\ not a prize'
    const { id, ...rest } = made(await report({ decision_id, label: 'ham', note }))
    assert.match(id, UUID_V7)
    assert.deepEqual(rest, {
      ...{ decision_id, decided: 'spam', label: 'ham', note, text: null },
      ...{ source: 'sms', site: null, created_at: START, ended_at: null },
    })
    assert.deepEqual(await listReports(), [{ id, ...rest }])
    assert.equal((await ask({ url: '/v1/usage' })).json().used, 1)
    const confirmed = made(
      await report({ decision_id: await classify({ text: HAM }), label: 'ham' }),
    )
    assert.deepEqual([confirmed.decided, confirmed.note], ['ham', null])
  })

  it('201: on a text that was not judged, which is kept with it', async () => {
    const { id, ...rest } = made(await report({ text: SPAM, label: 'spam', source: 'form' }))
    assert.deepEqual(rest, {
      ...{ decision_id: null, decided: null, label: 'spam', note: null, text: SPAM },
      ...{ source: 'form', site: null, created_at: START, ended_at: null },
    })
    assert.deepEqual(idsOf(await listReports()), [id])
  })

  it('201: on a text says nothing of a decision on the same text', async () => {
    const decision_id = await classify({ text: SPAM })
    assert.equal(made(await report({ text: SPAM, label: 'ham' })).decision_id, null)
    made(await report({ decision_id, label: 'ham' }))
    assert.equal((await listReports('?state=live')).length, 2)
  })

  for (const kind of ['decision', 'text']) {
    const subjectOf = async (text: string) =>
      kind === 'text' ? { text } : { decision_id: await classify({ text }) }

    it(`200: the same again of a ${kind} changes nothing`, async () => {
      const subject = await subjectOf(HAM)
      const first = made(await report({ ...subject, label: 'spam', note: 'an old trick' }))
      service.clock.set(LATER)
      const again = await report({ ...subject, label: 'spam', note: 'an old trick' })
      assert.deepEqual([again.statusCode, again.json()], [200, first])
      assert.deepEqual(await listReports(), [first])
    })

    it(`201: the last word on a ${kind} counts, and those before it stay as they were`, async () => {
      const subject = await subjectOf(HAM)
      const first = made(await report({ ...subject, label: 'spam' }))
      service.clock.set(LATER)
      const second = made(await report({ ...subject, label: 'ham' }))
      const third = made(await report({ ...subject, label: 'ham', note: 'on reflection' }))
      assert.deepEqual(await listReports('?state=live'), [third])
      const ended = [second, first].map((one) => ({ ...one, ended_at: LATER }))
      assert.deepEqual(await listReports('?state=ended'), ended)
      assert.deepEqual(await listReports(), [third, ...ended])
    })
  }

  it('201: what is withdrawn may be said again', async () => {
    const subject = { decision_id: await classify({ text: HAM }), label: 'spam' }
    const first = made(await report(subject))
    assert.equal((await withdraw(first.id)).statusCode, 204)
    const second = made(await report(subject))
    assert.deepEqual(idsOf(await listReports('?state=live')), [second.id])
    assert.deepEqual(idsOf(await listReports()), [second.id, first.id])
  })

  it('201: what two accounts say of one text is two things', async () => {
    const other = await signUp(service.app)
    made(await report({ text: HAM, label: 'ham' }))
    made(await report({ text: HAM, label: 'spam' }, other))
    assert.deepEqual([(await listReports()).length, (await listReports('', other)).length], [1, 1])
  })

  it('404: somebody else’s decision, nobody’s, or what cannot be one', async () => {
    const other = await signUp(service.app)
    const decision_id = await classify({ text: HAM }, other)
    for (const named of [decision_id, NOBODYS, 'nonsense', '', `{${decision_id}}`]) {
      const reply = await report({ decision_id: named, label: 'ham' })
      assertProblem(reply, 404, 'decision-not-found')
    }
    const upper = decision_id.toUpperCase()
    assert.equal(made(await report({ decision_id: upper, label: 'ham' }, other)).decided, 'ham')
    assert.deepEqual(await listReports(), [])
  })

  it('422: anything but one decision or one text', async () => {
    const decision_id = NOBODYS
    for (const [payload, pointer] of [
      [{}, '#/decision_id'],
      [{ source: 'sms' }, '#/decision_id'],
      [{ note: 'what' }, '#/decision_id'],
      [{ decision_id, text: HAM }, '#/text'],
      [{ decision_id, source: 'sms' }, '#/source'],
      [{ text: HAM, source: 'letter' }, '#/source'],
      [{ text: HAM, site: 'example.com' }, '#/site'],
      [{ text: HAM, note: '' }, '#/note'],
      [{ text: HAM, note: 'a'.repeat(1001) }, '#/note'],
      [{ text: HAM, label: 'maybe' }, '#/label'],
    ] as const) {
      const reply = await report({ label: 'ham', ...payload })
      assertProblem(reply, 422, 'invalid-request', [pointer])
    }
    assertProblem(await report({ text: ' \n', label: 'ham' }), 422, 'text-empty', ['#/text'])
    const long = await report({ text: 'a'.repeat(101), label: 'ham' })
    assertProblem(long, 422, 'text-too-long', ['#/text'])
    assert.deepEqual(await listReports(), [])
  })

  it('201: a text and a note as long as they may be', async () => {
    const [text, note] = ['😀'.repeat(100), 'é'.repeat(1000)]
    const reply = made(await report({ text, label: 'ham', note }))
    assert.deepEqual([reply.text, reply.note], [text, note])
  })

  it('429: past REPORTS_PER_DAY, until the oldest of them is a day old', async () => {
    const strict = await openTestService({ REPORTS_PER_DAY: '2' }, service.database)
    // A key, for an access token does not last that long.
    const [robot, other] = [await keyOf(member), await keyOf(await signUp(service.app))]
    const say = (text: string) => report({ text, label: 'ham' }, robot, strict)
    strict.clock.set(START)
    made(await say('first'))
    strict.clock.set('2026-05-15T22:00:00.500Z')
    const second = made(await say('second'))
    assert.equal((await withdraw(second.id, robot)).statusCode, 204)
    const refused = await say('third')
    assertProblem(refused, 429, 'too-many-reports')
    assert.equal(refused.headers['retry-after'], String(14 * 3600))
    assert.equal((await say('first')).statusCode, 200, 'the same again is none')
    made(await report({ text: 'third', label: 'ham' }, other, strict))
    strict.clock.set('2026-05-16T11:59:59.999Z')
    assert.equal((await say('third')).headers['retry-after'], '1')
    strict.clock.set('2026-05-16T12:00:00.000Z')
    made(await say('third'))
    const again = await say('fourth')
    assert.equal(again.headers['retry-after'], String(10 * 3600 + 1))
    await strict.close()
  })

  it('429: with REPORTS_PER_DAY=0 there are none', async () => {
    const deaf = await openTestService({ REPORTS_PER_DAY: '0' }, service.database)
    const reply = await report({ text: HAM, label: 'ham' }, member, deaf)
    assertProblem(reply, 429, 'too-many-reports')
    assert.equal(reply.headers['retry-after'], '86400')
    await deaf.close()
  })

  it('201: with STORE_TEXT=none no text of it is kept, nor what would tell it', async () => {
    const silent = await openTestService({ STORE_TEXT: 'none' }, service.database)
    const text = 'Please call Ofelia at her home'
    const reply = made(await report({ text, label: 'spam', note: 'a note' }, member, silent))
    assert.deepEqual([reply.text, reply.label, reply.note], [null, 'spam', 'a note'])
    const { db } = service.database
    const rows = await db.selectFrom('report').selectAll().where('id', '=', reply.id).execute()
    assert.deepEqual([rows[0]?.text, rows[0]?.text_digest], [null, null])
    await silent.close()
  })
})

describe('GET /v1/reports', () => {
  it('200: newest first, none lost and none twice, at every size of page', async () => {
    const ids: string[] = []
    for (let i = 0; i < 23; i++) ids.unshift(made(await report({ text: `${i}`, label: 'ham' })).id)
    for (const limit of [1, 5, 22, 23, 100]) {
      const seen: string[] = []
      let cursor = ''
      do {
        const { items, next_cursor } = (
          await ask({ url: `/v1/reports?limit=${limit}${cursor}` })
        ).json()
        assert.ok(items.length > 0 && items.length <= limit)
        seen.push(...idsOf(items))
        cursor = next_cursor && `&cursor=${next_cursor}`
      } while (cursor)
      assert.deepEqual(seen, ids)
    }
    assert.deepEqual(idsOf(await listReports()), ids.slice(0, 20))
    assert.deepEqual(idsOf(await listReports(`?cursor=${ids[19]?.toUpperCase()}`)), ids.slice(20))
  })

  it('200: nobody else’s, whatever cursor is named', async () => {
    const { id } = made(await report({ text: HAM, label: 'ham' }))
    const other = await signUp(service.app)
    for (const query of [
      '',
      '?state=live',
      `?cursor=${id}`,
      '?cursor=ffffffff-ffff-7fff-bfff-ffffffffffff',
    ]) {
      assert.deepEqual(await listReports(query, other), [])
    }
  })

  it('422: points at what is wrong with the query', async () => {
    for (const [query, pointer] of [
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['state=dead', 'state'],
      ['cursor=nonsense', 'cursor'],
      ['label=ham', 'label'],
    ]) {
      const reply = await ask({ url: `/v1/reports?${query}` })
      assertProblem(reply, 422, 'invalid-request', [`#/query/${pointer}`])
    }
  })
})

describe('DELETE /v1/reports/{id}', () => {
  it('204: it ends, once, and stays as history', async () => {
    const first = made(await report({ text: HAM, label: 'ham' }))
    service.clock.set(LATER)
    const reply = await withdraw(first.id.toUpperCase())
    assert.deepEqual([reply.statusCode, reply.body], [204, ''])
    service.clock.set('2026-05-15T12:00:02Z')
    assert.equal((await withdraw(`${first.id}/`)).statusCode, 204)
    assert.deepEqual(await listReports(), [{ ...first, ended_at: LATER }])
    assert.deepEqual(await listReports('?state=live'), [])
  })

  it('404: somebody else’s, nobody’s, or what cannot be one', async () => {
    const { id } = made(await report({ text: HAM, label: 'ham' }))
    const other = await signUp(service.app)
    for (const named of [id, NOBODYS, 'nonsense', `{${id}}`, 'a'.repeat(500)]) {
      assertProblem(await withdraw(named, other), 404, 'report-not-found')
    }
    assert.equal((await listReports('?state=live')).length, 1)
  })
})
