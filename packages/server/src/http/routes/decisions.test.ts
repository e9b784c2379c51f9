import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import { encodeModel, trainModel } from '@hamlet/classifier'
import type { ModelVersion, Units } from '../../domain/units.ts'
import {
  as,
  type Member,
  openTestService,
  signUp,
  type TestService,
} from '../../testing/harness.ts'
import { assertProblem } from '../../testing/problems.ts'

const START = '2026-05-15T12:00:00.000Z'
const SPAM = 'WINNER!! You have won a £1000 prize. Call 09061701461 now to claim.'
const HAM = 'See you at six, mum'

let service: TestService
let member: Member

before(async () => {
  service = await openTestService()
})
beforeEach(async () => {
  service.clock.set(START)
  member = await signUp(service.app)
})
after(() => service.close())

const get = (url: string, who = member, { app } = service) => app.inject(as(who, { url }))

const classify = async (payload: object, { app } = service) => {
  const options = { method: 'POST', url: '/v1/classify', payload } as const
  return (await app.inject(as(member, options))).json()
}

const classifyBatch = async (texts: readonly string[]) => {
  const options = { method: 'POST', url: '/v1/classify/batch', payload: { texts } } as const
  return (await service.app.inject(as(member, options))).json()
}

const giveUnits = (units: number) =>
  service.database.db
    .updateTable('account')
    .set({ limit_kind: 'own', monthly_limit: units as Units })
    .where('username', '=', member.username)
    .execute()

interface Item {
  readonly decision_id: string
  readonly label: string
  readonly text: string
}

/** Every page of a listing, one after the other. */
async function pagesOf(query: string): Promise<readonly (readonly Item[])[]> {
  const pages: (readonly Item[])[] = []
  let cursor = ''
  for (;;) {
    const reply = await get(`/v1/decisions?${query}${cursor}`)
    assert.equal(reply.statusCode, 200, reply.body)
    const { items, next_cursor, ...rest } = reply.json()
    assert.deepEqual(rest, {})
    pages.push(items)
    if (next_cursor === null) return pages
    cursor = `&cursor=${next_cursor}`
  }
}

const textsOf = (pages: readonly (readonly Item[])[]) => pages.flat().map(({ text }) => text)

describe('GET /v1/decisions', () => {
  it('200: the caller’s own, in full', async () => {
    const { usage: _, ...decision } = await classify({ text: SPAM, source: 'sms' })
    const other = await signUp(service.app)
    const reply = await get('/v1/decisions')
    assert.deepEqual(reply.json(), {
      items: [{ ...decision, source: 'sms', site: null, text: SPAM, created_at: START }],
      next_cursor: null,
    })
    assert.deepEqual((await get('/v1/decisions/')).json(), reply.json())
    assert.deepEqual((await get('/v1/decisions', other)).json(), { items: [], next_cursor: null })
  })

  it('200: fifty of them newest first, none lost and none twice, at every size of page', async () => {
    await giveUnits(50)
    const texts = Array.from({ length: 50 }, (_, i) => `${i % 3 === 0 ? SPAM : HAM} ${i}`)
    for (const text of texts.slice(0, 10)) await classify({ text })
    await classifyBatch(texts.slice(10))
    const newestFirst = texts.toReversed()
    for (const limit of [1, 7, 10, 49, 50, 100]) {
      const pages = await pagesOf(`limit=${limit}`)
      assert.equal(pages.length, Math.ceil(50 / limit))
      assert.ok(pages.every((page) => page.length > 0 && page.length <= limit))
      assert.deepEqual(textsOf(pages), newestFirst)
    }
    assert.equal((await get('/v1/decisions')).json().items.length, 20)
    for (const label of ['spam', 'ham']) {
      const pages = await pagesOf(`limit=4&label=${label}`)
      const wanted = newestFirst.filter((text) => text.includes('WINNER') === (label === 'spam'))
      assert.deepEqual(textsOf(pages), wanted)
      assert.ok(pages.flat().every((item) => item.label === label))
    }
  })

  it('200: what is decided while somebody reads on does not shift the pages', async () => {
    await classifyBatch(['a', 'b', 'c', 'd'])
    const { items, next_cursor } = (await get('/v1/decisions?limit=2')).json()
    await classify({ text: 'e' })
    const rest = (await get(`/v1/decisions?limit=2&cursor=${next_cursor.toUpperCase()}`)).json()
    assert.deepEqual(textsOf([items, rest.items]), ['d', 'c', 'b', 'a'])
    assert.equal(rest.next_cursor, null)
  })

  it('200: somebody else’s cursor shows nothing but one’s own', async () => {
    await classify({ text: HAM })
    const { decision_id: cursor } = await classify({ text: SPAM })
    const other = await signUp(service.app)
    const { items } = (await get(`/v1/decisions?cursor=${cursor}`, other)).json()
    assert.deepEqual(items, [])
  })

  it('422: points at what is wrong with the query', async () => {
    const id = '01a20556-07b9-7192-95c3-f6aa292e0722'
    for (const [query, pointer] of [
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['limit=1.5', 'limit'],
      ['limit=', 'limit'],
      ['label=maybe', 'label'],
      ['cursor=nonsense', 'cursor'],
      [`cursor=urn:uuid:${id}`, 'cursor'],
      [`cursor=${id}&cursor=${id}`, 'cursor'],
      ['offset=3', 'offset'],
    ]) {
      const reply = await get(`/v1/decisions?${query}`)
      assertProblem(reply, 422, 'invalid-request', [`#/query/${pointer}`])
    }
  })
})

describe('GET /v1/decisions/{id}', () => {
  it('200: with its reasons, which add up to the logit of the probability', async () => {
    for (const body of [{ text: SPAM, source: 'email' }, { text: HAM }]) {
      const { usage: _, ...decided } = await classify(body)
      const reply = await get(`/v1/decisions/${decided.decision_id}`)
      assert.equal(reply.statusCode, 200)
      const { bias, reasons, ...decision } = reply.json()
      const source = body.source ?? null
      const stored = { source, site: null, text: body.text, created_at: START }
      assert.deepEqual(decision, { ...decided, ...stored })
      const logit = reasons.reduce(
        (sum: number, { contribution }: { contribution: number }) => sum + contribution,
        bias,
      )
      assert.ok(Math.abs(1 / (1 + Math.exp(-logit)) - decided.spam_probability) < 1e-6)
      const told = await classify({ ...body, reasons: 50 })
      assert.deepEqual([told.bias, told.reasons], [bias, reasons])
    }
  })

  it('404: somebody else’s, nobody’s, or what cannot be one', async () => {
    const { decision_id: id } = await classify({ text: HAM })
    const other = await signUp(service.app)
    const nobodys = '01a20556-07b9-7192-95c3-f6aa292e0722'
    for (const named of [id, nobodys, 'nonsense', `urn:uuid:${id}`, 'a'.repeat(500)]) {
      assertProblem(await get(`/v1/decisions/${named}`, other), 404, 'decision-not-found')
    }
    const upper = await get(`/v1/decisions/${id.toUpperCase()}/`)
    assert.equal(upper.json().decision_id, id)
  })

  it('200: by its id without dashes, as clients of Akismet know it, and so it is reported', async () => {
    const { decision_id: id } = await classify({ text: HAM })
    const bare = id.replaceAll('-', '')
    for (const named of [bare, bare.toUpperCase()]) {
      assert.equal((await get(`/v1/decisions/${named}`)).json().decision_id, id)
      const payload = { decision_id: named, label: 'spam' }
      const report = as(member, { method: 'POST', url: '/v1/reports', payload })
      assert.equal((await service.app.inject(report)).json().decision_id, id)
    }
    assertProblem(await get(`/v1/decisions/${bare}0`), 404, 'decision-not-found')
  })

  it('200: explained by the version that decided, when another one answers now', async () => {
    const former = await openFormer()
    const decided = await classify({ text: SPAM, reasons: 50 }, former.service)
    await former.close()
    const now = await classify({ text: SPAM, reasons: 50 })
    const { model_version, bias, reasons } = (
      await get(`/v1/decisions/${decided.decision_id}`)
    ).json()
    assert.notEqual(model_version, now.model_version)
    assert.deepEqual(
      [model_version, bias, reasons],
      [decided.model_version, decided.bias, decided.reasons],
    )
    assert.notDeepEqual(reasons, now.reasons)
  })

  it('200: without reasons when nobody kept the version that decided', async () => {
    const { decision_id: id } = await classify({ text: SPAM })
    const model_version = '000000000000' as ModelVersion
    const { db } = service.database
    await db.updateTable('decision').set({ model_version }).where('id', '=', id).execute()
    const { bias, reasons, text } = (await get(`/v1/decisions/${id}`)).json()
    assert.deepEqual([bias, reasons, text], [null, null, SPAM])
  })

  it('200: with STORE_TEXT=none no text is stored, and nothing can be explained later', async () => {
    const silent = await openTestService({ STORE_TEXT: 'none' }, service.database)
    const secret = 'Please call Ofelia at her home'
    const decided = await classify({ text: secret, reasons: 5, source: 'chat' }, silent)
    assert.ok(decided.reasons.length > 0)
    const { bias, reasons, text, source } = (
      await get(`/v1/decisions/${decided.decision_id}`, member, silent)
    ).json()
    assert.deepEqual([bias, reasons, text, source], [null, null, null, 'chat'])
    const { items } = (await get('/v1/decisions', member, silent)).json()
    assert.equal(items[0].text, null)
    const exported = await get('/users/me/export', member, silent)
    assert.ok(!exported.body.includes('Ofelia at'))
    const { db } = service.database
    const rows = await db.selectFrom('decision').selectAll().execute()
    assert.ok(!JSON.stringify(rows).includes('Ofelia at'))
    await silent.close()
  })
})

/** A service on the same database whose model is another, small one. */
async function openFormer() {
  const folder = await mkdtemp(join(tmpdir(), 'hamlet-decisions-'))
  const path = join(folder, 'former.hamlet')
  const examples = Array.from({ length: 40 }, (_, i) => ({
    text: i % 2 === 0 ? `win a prize now, call ${i}` : `see you at ${i}, mum`,
    label: i % 2 === 0 ? ('spam' as const) : ('ham' as const),
  }))
  await writeFile(path, encodeModel(trainModel(examples)))
  const former = await openTestService({ MODEL_PATH: path }, service.database)
  const close = async () => {
    await former.close()
    await rm(folder, { recursive: true })
  }
  return { service: former, close }
}
