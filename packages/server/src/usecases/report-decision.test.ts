import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Caller, scopesOfRole } from '../domain/account.ts'
import type { Judgement } from '../domain/decision.ts'
import { isDomainError } from '../domain/errors.ts'
import type { DecisionId, ReportId, Units } from '../domain/units.ts'
import { openTimeIds } from '../security/time-ids.ts'
import { deleteAccount } from '../store/accounts.ts'
import type { OpenDatabase } from '../store/database.ts'
import { openLedger } from '../store/ledger.ts'
import { countCorrections, listReports } from '../store/reports.ts'
import { listSiteMonths } from '../store/usage.ts'
import { buildClock } from '../testing/clock.ts'
import { freshDatabase } from '../testing/databases.ts'
import { storeAccount } from '../testing/rows.ts'
import { type ClassifyRequest, classifyTexts } from './classify-text.ts'
import { type Models, openModels } from './models.ts'
import { type ReportDeps, type ReportRequest, reportDecision } from './report-decision.ts'

const NOON = '2026-05-15T12:00:00.000Z'
const SPAM = 'WINNER!! You have won a £1000 prize. Call 09061701461 now to claim.'
const HAM = 'See you at six, mum'
const SITE = 'blog.example.com'
const MODEL = fileURLToPath(new URL('../../../../models/default.hamlet', import.meta.url))

let opened: OpenDatabase
let models: Models
let caller: Caller
let node: ReportDeps
const clock = buildClock(NOON)

before(async () => {
  opened = await freshDatabase()
  models = await openModels(opened.db, { now: clock.now, path: MODEL })
})
beforeEach(async () => {
  clock.set(NOON)
  caller = await newCaller()
  node = nodeOf()
})
after(() => opened.close())

async function newCaller(): Promise<Caller> {
  const { id: accountId, username, role } = await storeAccount(opened.db)
  const scopes = scopesOfRole(role)
  return { accountId, username, role, scopes, sessionId: undefined, overQuota: 'refuse' }
}

const newDecisionId = openTimeIds<DecisionId>(clock.now)
const rules = { maxTextChars: 1000, storesTexts: true }

/** Texts that are sent to a site by a client that knows no ids, unless `changes` say otherwise. */
async function judge(text: string, changes: Partial<ClassifyRequest> = {}, who = caller) {
  const { db } = opened
  const ledger = openLedger(db, { now: clock.now, timeZone: 'UTC', monthlyQuota: 99 as Units })
  const deps = { ...rules, db, models, ledger, newDecisionId, runningKeys: new Set<string>() }
  const request = { texts: [text], site: SITE, isFoundByText: true, pointerOf: () => '#/text' }
  const { decisions } = await classifyTexts(deps, who, { ...request, ...changes })
  return decisions[0] as Judgement
}

/** A process of the service, whose clock may be another one. */
const nodeOf = (now = clock.now): ReportDeps => ({
  ...{ ...rules, db: opened.db, now, newReportId: openTimeIds<ReportId>(now) },
  reportsPerDay: 100,
})

const say = (subject: ReportRequest['subject'], label: 'ham' | 'spam', who = caller, deps = node) =>
  reportDecision(deps, who, { subject, label })

const judgedText = (text: string) =>
  ({
    kind: 'judged-text',
    text,
    pointer: '#/text',
    source: 'form',
    site: 'elsewhere.example.org',
  }) as const

const reportsOf = ({ accountId }: Caller) => listReports(opened.db, accountId, { limit: 100 })

describe('a report on a text that a client was answered on', () => {
  it('is one on the decision, and says with what and from where that was', async () => {
    const { id } = await judge(SPAM, { source: 'comment' })
    const { report, isNew } = await say(judgedText(SPAM), 'ham')
    const { id: _, ...facts } = report
    assert.deepEqual(
      [isNew, facts],
      [
        true,
        {
          ...{ decisionId: id, decided: 'spam', label: 'ham', note: undefined, text: undefined },
          ...{ source: 'comment', site: SITE, createdAt: new Date(NOON), endedAt: undefined },
        },
      ],
    )
    assert.deepEqual(await reportsOf(caller), [report])
  })

  it('is one on the last decision, where there are more', async () => {
    await judge(HAM)
    const { id } = await judge(HAM)
    assert.equal((await say(judgedText(HAM), 'spam')).report.decisionId, id)
  })

  it('is one with another report on the same decision by its id', async () => {
    const { id } = await judge(HAM)
    const { report } = await say(judgedText(HAM), 'spam')
    const again = await say({ kind: 'decision', id }, 'spam')
    assert.deepEqual(again, { report, isNew: false })
  })

  it('keeps the text where no decision is found by it', async () => {
    await judge(HAM, { isFoundByText: false })
    await judge(HAM, { isForgotten: true })
    await judge(HAM, {}, await newCaller())
    await judge(`${HAM}.`)
    const { report } = await say(judgedText(HAM), 'spam')
    const { decisionId, decided, text, source, site } = report
    assert.deepEqual([decisionId, decided, text], [undefined, undefined, HAM])
    assert.deepEqual([source, site], ['form', 'elsewhere.example.org'])
  })

  it('finds none, and keeps nothing, where texts are not kept', async () => {
    const silent = { ...node, storesTexts: false }
    const { report } = await say(judgedText(HAM), 'spam', caller, silent)
    assert.deepEqual([report.decisionId, report.text], [undefined, undefined])
  })
})

describe('a decision that was to be forgotten', () => {
  it('is stored without its text and what would tell it, and charged', async () => {
    const { id } = await judge(SPAM, { isForgotten: true })
    const row = await opened.db
      .selectFrom('decision')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    assert.deepEqual([row?.text, row?.text_digest, row?.site], [null, null, SITE])
    assert.equal((await say({ kind: 'decision', id }, 'ham')).report.decided, 'spam')
  })
})

describe('a site', () => {
  it('counts what it was sent, by month, for its own account', async () => {
    for (const text of [HAM, SPAM, HAM]) await judge(text)
    await judge(HAM, { site: 'shop.example.org' })
    await judge(HAM, { site: undefined })
    clock.set('2026-06-01T00:00:00Z')
    await judge(HAM)
    await judge(HAM, {}, await newCaller())
    const may = { month: '2026-05' }
    const june = { month: '2026-06', site: SITE, ham: 1, spam: 0 }
    assert.deepEqual(await listSiteMonths(opened.db, caller.accountId), [
      { ...may, site: SITE, ham: 2, spam: 1 },
      { ...may, site: 'shop.example.org', ham: 1, spam: 0 },
      june,
    ])
    assert.deepEqual(await listSiteMonths(opened.db, caller.accountId, '2026-06'), [june])
  })

  it('that cannot be stored is refused before anything is charged', async () => {
    for (const site of ['a'.repeat(256), 'nul \0']) {
      await assert.rejects(judge(HAM, { site }), RangeError)
      await assert.rejects(say({ ...judgedText(HAM), site }, 'ham'), RangeError)
    }
    await judge(HAM, { site: '\u{10ffff}'.repeat(127) })
    assert.equal((await listSiteMonths(opened.db, caller.accountId)).length, 1)
  })

  it('has as many corrections as live reports contradict decisions, in a span of time', async () => {
    const [missed, wrong, right, withdrawn] = [
      await judge(HAM),
      await judge(SPAM),
      await judge(`${HAM} 2`),
      await judge(`${HAM} 3`, { site: undefined }),
    ]
    await say({ kind: 'decision', id: missed.id }, 'spam')
    await say({ kind: 'decision', id: wrong.id }, 'ham')
    await say({ kind: 'decision', id: right.id }, 'ham')
    await say({ kind: 'decision', id: withdrawn.id }, 'spam')
    await say({ kind: 'text', text: 'unheard of', pointer: '#/text', site: SITE }, 'spam')
    const span = { from: new Date(NOON), until: new Date('2026-05-15T12:00:01Z') }
    const count = (of = span) => countCorrections(opened.db, caller.accountId, of)
    const ofSite = { site: SITE, missedSpam: 1, falsePositives: 1 }
    const both = [ofSite, { site: undefined, missedSpam: 1, falsePositives: 0 }]
    const sorted = (await count()).toSorted((a, b) => b.falsePositives - a.falsePositives)
    assert.deepEqual(sorted, both)
    await say({ kind: 'decision', id: withdrawn.id }, 'ham')
    assert.deepEqual(await count(), [ofSite])
    assert.deepEqual(await count({ from: span.until, until: new Date('2026-06-01T00:00:00Z') }), [])
  })
})

describe('reports at the same time', () => {
  const LABELS = Array.from({ length: 20 }, (_, i) => (i % 3 === 0 ? 'ham' : 'spam'))

  it('on one decision leave one that lives, the last one', async () => {
    const { id } = await judge(HAM)
    await Promise.all(LABELS.map((label) => say({ kind: 'decision', id }, label)))
    const [last, ...others] = await reportsOf(caller)
    assert.ok(last && others.length > 0)
    assert.equal(last.endedAt, undefined)
    assert.ok(others.every(({ endedAt }) => endedAt !== undefined))
    assert.equal((await say({ kind: 'decision', id }, last.label)).isNew, false)
  })

  it('on one decision by two nodes leave one that lives, and all that were made are kept', async () => {
    const { id } = await judge(HAM)
    const nodes = [node, nodeOf()]
    const outcomes = await Promise.all(
      LABELS.map((label, i) => say({ kind: 'decision', id }, label, caller, nodes[i % 2])),
    )
    const reports = await reportsOf(caller)
    assert.equal(reports.filter(({ endedAt }) => endedAt === undefined).length, 1)
    const made = outcomes.filter(({ isNew }) => isNew).map(({ report }) => report.id)
    assert.deepEqual(reports.map((one) => one.id).sort(), made.sort())
    assert.ok(outcomes.every(({ report }) => made.includes(report.id)))
  })

  it('on one text by many callers are all made', async () => {
    const callers = await Promise.all(Array.from({ length: 8 }, newCaller))
    const all = await Promise.all(
      callers.map((who) => say({ kind: 'text', text: HAM, pointer: '#/text' }, 'spam', who)),
    )
    assert.ok(all.every(({ isNew }) => isNew))
  })

  it('never make more than may be made in a day', async () => {
    const strict = { ...node, reportsPerDay: 3 }
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) => say(judgedText(`${i}`), 'ham', caller, strict)),
    )
    const refused = outcomes.filter(({ status }) => status === 'rejected')
    assert.equal(refused.length, 7)
    for (const one of refused) {
      assert.ok(one.status === 'rejected' && isDomainError(one.reason, 'too-many-reports'))
    }
    assert.equal((await reportsOf(caller)).length, 3)
  })

  it('of an account that was erased are refused as its credential', async () => {
    await deleteAccount(opened.db, caller.accountId)
    await assert.rejects(say(judgedText(HAM), 'ham'), (error) =>
      isDomainError(error, 'invalid-token'),
    )
  })

  it('end no earlier than they began, where the clocks of two nodes differ', async () => {
    const late = nodeOf(() => new Date('2026-05-15T12:00:05Z'))
    const { id } = await judge(HAM)
    await say({ kind: 'decision', id }, 'spam', caller, late)
    await say({ kind: 'decision', id }, 'ham')
    const ended = (await reportsOf(caller)).find(({ endedAt }) => endedAt !== undefined)
    assert.deepEqual(ended?.endedAt, ended?.createdAt)
  })
})
