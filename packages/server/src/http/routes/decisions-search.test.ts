import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'kysely'
import {
  as,
  logIn,
  type Member,
  openTestService,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'

const START = '2026-05-15T12:00:00.000Z'

let service: TestService
let member: Member

before(async () => {
  service = await openTestService({ QUOTA_TIMEZONE: 'America/Sao_Paulo', MONTHLY_QUOTA: '1000' })
})
beforeEach(async () => {
  service.clock.set(START)
  member = await signUp(service.app)
})
after(() => service.close())

const get = (query: Readonly<Record<string, string>>, { app } = service) => {
  const search = new URLSearchParams(query).toString()
  return app.inject(as(member, { url: `/v1/decisions?${search}` }))
}

const classify = (texts: readonly string[], { app } = service) =>
  app.inject(as(member, { method: 'POST', url: '/v1/classify/batch', payload: { texts } }))

/** Logs the member in again: days have passed. */
const enter = async () => {
  const { username, password } = member
  member = { ...member, ...(await logIn(service.app, username, password)) }
}

/** The texts of every page, one page after the other. */
async function pagesOf(query: Readonly<Record<string, string>>): Promise<readonly string[][]> {
  const pages: string[][] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const reply = await get({ ...query, ...(cursor !== '' && { cursor }) })
    assert.equal(reply.statusCode, 200, reply.body)
    const { items, next_cursor } = reply.json()
    pages.push(items.map(({ text }: { readonly text: string }) => text))
    cursor = next_cursor
  }
  return pages
}

const textsOf = async (query: Readonly<Record<string, string>>) => (await pagesOf(query)).flat()

/** Stores decisions of the member that were made before all others. */
const storeOld = (count: number, text: string, day = '2026-05-01') =>
  sql`insert into decision (id, account_id, created_at, is_spam, verdict, spam_probability,
    model_version, text)
  select uuidv7(${day}::timestamptz - now() - i * interval '1 second'), ${member.id}, now(), false, 'ham',
    0.1, '0123456789ab', ${text}
  from generate_series(1, ${sql.lit(count)}) i`.execute(service.database.db)

describe('GET /v1/decisions?q=', () => {
  it('200: those whose text holds it, in any case and composition', async () => {
    await classify(['Promoção de AÇAÍ', 'promocao de acai', 'PROMOÇÃO!', 'nothing'])
    assert.deepEqual(await textsOf({ q: 'promoção' }), ['PROMOÇÃO!', 'Promoção de AÇAÍ'])
    assert.deepEqual(await textsOf({ q: 'AÇAÍ'.normalize('NFD') }), ['Promoção de AÇAÍ'])
    assert.deepEqual(await textsOf({ q: 'o de a' }), ['promocao de acai', 'Promoção de AÇAÍ'])
    assert.equal((await textsOf({ q: '' })).length, 4)
    assert.deepEqual(await textsOf({ q: 'not there' }), [])
  })

  it('200: no character of it means anything but itself', async () => {
    const texts = ['100 % off', '100 of', 'a_b', 'axb', 'back\\slash', "it's; drop table", '(.*)']
    await classify(texts)
    for (const [q, found] of [
      ['0 %', '100 % off'],
      ['a_b', 'a_b'],
      ['\\', 'back\\slash'],
      ["'", "it's; drop table"],
      ['.*', '(.*)'],
    ] as const) {
      assert.deepEqual(await textsOf({ q }), [found], q)
    }
  })

  it('200: nobody else’s', async () => {
    await classify(['my secret'])
    member = await signUp(service.app)
    assert.deepEqual(await textsOf({ q: 'secret' }), [])
  })

  it('200: every page in turn holds each once, with a label, too', async () => {
    const texts = Array.from({ length: 60 }, (_, i) =>
      i % 4 === 0 ? `See you at six, mum ${i}` : `WINNER!! Claim your free prize now ${i}`,
    )
    await classify(texts)
    const found = texts.filter((text) => text.includes('5')).toReversed()
    const hams = found.filter((text) => text.includes('mum'))
    for (const limit of ['1', '3', '100']) {
      assert.deepEqual(await textsOf({ q: '5', limit }), found)
      assert.deepEqual(await textsOf({ q: '5', limit, label: 'ham' }), hams)
    }
    assert.ok((await pagesOf({ q: '5', limit: '3' })).every((page) => page.length <= 3))
  })

  it('200: looks through 10,000 for one answer, and the cursor leads on', async () => {
    await classify(['a needle'])
    await storeOld(9999, 'hay')
    await storeOld(1, 'an older NEEDLE', '2026-04-01')
    await storeOld(1, 'hay', '2026-03-01')
    const pages = await pagesOf({ q: 'needle' })
    assert.deepEqual(pages, [['a needle'], ['an older NEEDLE']])
  })

  it('200: looks through some 4,000,000 characters for one answer', async () => {
    await storeOld(200, 'h'.repeat(30_000))
    const pages = await pagesOf({ q: 'needle' })
    assert.deepEqual(pages, [[], []])
  })

  it('200: a text that was not kept holds nothing', async () => {
    const forgetful = await openTestService({ STORE_TEXT: 'none' }, service.database)
    await classify(['hello'], forgetful)
    assert.deepEqual((await get({ q: 'hello' }, forgetful)).json(), {
      items: [],
      next_cursor: null,
    })
    assert.equal((await get({}, forgetful)).json().items.length, 1)
    await forgetful.close()
  })

  it('422: more than 200 characters', async () => {
    assertProblem(await get({ q: 'a'.repeat(201) }), 422, 'invalid-request', ['#/query/q'])
    assert.equal((await get({ q: 'a'.repeat(200) })).statusCode, 200)
  })
})

describe('GET /v1/decisions?from=&to=', () => {
  it('200: whole days, both with them, in the time zone of the quota', async () => {
    // Midnight in São Paulo is three o’clock in UTC.
    for (const [time, text] of [
      ['2026-05-20T02:59:59.999Z', 'the 19th, late'],
      ['2026-05-20T03:00:00.000Z', 'the 20th, early'],
      ['2026-05-21T02:59:59.999Z', 'the 20th, late'],
      ['2026-05-21T03:00:00.000Z', 'the 21st, early'],
    ] as const) {
      service.clock.set(time)
      await enter()
      await classify([text])
    }
    const [before, early, late, after] = [
      ...['the 19th, late', 'the 20th, early', 'the 20th, late', 'the 21st, early'],
    ]
    for (const [query, found] of [
      [{ from: '2026-05-20', to: '2026-05-20' }, [late, early]],
      [{ from: '2026-05-20' }, [after, late, early]],
      [{ to: '2026-05-20' }, [late, early, before]],
      [{ from: '2026-05-21', to: '2026-05-20' }, []],
      [{ from: '0000-01-01', to: '9999-12-31' }, [after, late, early, before]],
      [{ from: '9999-12-31' }, []],
      [{ to: '0000-01-01' }, []],
      [{ from: '2026-05-20', to: '2026-05-21', q: 'EARLY' }, [after, early]],
    ] as const) {
      for (const limit of ['1', '2', '100']) {
        assert.deepEqual(await textsOf({ ...query, limit }), found, JSON.stringify(query))
      }
    }
  })

  it('422: what is no day', async () => {
    for (const day of ['2026-02-29', '2026-5-1', '2026-05-15T12:00:00Z', 'today', '']) {
      assertProblem(await get({ from: day }), 422, 'invalid-request', ['#/query/from'])
      assertProblem(await get({ to: day }), 422, 'invalid-request', ['#/query/to'])
    }
  })
})
