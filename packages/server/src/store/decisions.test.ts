import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Judgement } from '../domain/decision.ts'
import type { AccountId, DecisionId, Units } from '../domain/units.ts'
import { buildClock } from '../testing/clock.ts'
import { freshDatabase } from '../testing/databases.ts'
import { newJudgement, newJudgements, storeAccount } from '../testing/rows.ts'
import type { OpenDatabase, RootDatabase } from './database.ts'
import { findDecisions, listDecisions } from './decisions.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { findUsage, listUsage } from './usage.ts'

const clock = buildClock('2026-05-15T12:00:00Z')

let opened: OpenDatabase
let db: RootDatabase
let ledger: Ledger
before(async () => {
  opened = await freshDatabase()
  db = opened.db
  ledger = openLedger(db, { now: clock.now, timeZone: 'UTC', monthlyQuota: 1000 as Units })
})
after(() => opened.close())

const record = async (accountId: AccountId, judgements: readonly Judgement[]) => {
  await ledger.record({ accountId, judgements, idempotency: undefined })
  return judgements.map(({ id }) => id)
}

describe('listDecisions', () => {
  const page = async (id: AccountId, query: Parameters<typeof listDecisions>[2]) =>
    (await listDecisions(db, id, query)).map((decision) => decision.id)

  it('gives pages, newest first, that together hold each decision once', async () => {
    const { id } = await storeAccount(db)
    await record((await storeAccount(db)).id, newJudgements(3))
    const ids = (await record(id, newJudgements(25))).toReversed()
    const found: DecisionId[] = []
    for (;;) {
      const next = await page(id, { limit: 10, before: found.at(-1) })
      if (next.length === 0) break
      found.push(...next)
    }
    assert.deepEqual(found, ids)
    assert.deepEqual(await page(id, { limit: 3, before: ids[4] }), ids.slice(5, 8))
  })

  it('does not give a decision twice when new ones come between two pages', async () => {
    const { id } = await storeAccount(db)
    const ids = (await record(id, newJudgements(4))).toReversed()
    assert.deepEqual(await page(id, { limit: 2 }), ids.slice(0, 2))
    await record(id, newJudgements(5))
    assert.deepEqual(await page(id, { limit: 2, before: ids[1] }), ids.slice(2))
  })

  it('gives one label where one is asked for', async () => {
    const { id } = await storeAccount(db)
    const labels = ['ham', 'spam', 'ham', 'spam', 'spam'] as const
    const ids = await record(
      id,
      labels.map((label) => newJudgement({ label })),
    )
    assert.deepEqual(await page(id, { limit: 9, label: 'ham' }), [ids[2], ids[0]])
    assert.deepEqual(await page(id, { limit: 2, label: 'spam', before: ids[4] }), [ids[3], ids[1]])
  })

  it('does not show what is somebody else’s, even from their own cursor', async () => {
    const [one, other] = [await storeAccount(db), await storeAccount(db)]
    const ids = await record(one.id, newJudgements(2))
    assert.deepEqual(await page(other.id, { limit: 9, before: ids[1] }), [])
  })
})

describe('findDecisions', () => {
  it('gives them in the order of the ids, without those that are not there or not one’s own', async () => {
    const [one, other] = [await storeAccount(db), await storeAccount(db)]
    const [a, b, c] = await record(one.id, newJudgements(3))
    const [theirs] = await record(other.id, [newJudgement()])
    assert.ok(a && b && c && theirs)
    const found = await findDecisions(db, one.id, [c, newJudgement().id, a, theirs, b])
    assert.deepEqual(
      found.map(({ id }) => id),
      [c, a, b],
    )
    assert.deepEqual(await findDecisions(db, one.id, []), [])
  })

  it('gives each field back as it was recorded', async () => {
    const { id } = await storeAccount(db)
    const full = newJudgement({
      label: 'spam',
      verdict: 'discard',
      source: 'email',
      text: 'Ação! 😀',
    })
    const bare = newJudgement({ verdict: 'review', text: undefined })
    const exact = newJudgement({ spamProbability: (0.1 + 0.2) as Judgement['spamProbability'] })
    const createdAt = clock.now()
    assert.deepEqual(
      await findDecisions(db, id, await record(id, [full, bare, exact])),
      [full, bare, exact].map((judgement) => ({ ...judgement, createdAt })),
    )
  })
})

describe('usage', () => {
  it('of a month in which nothing was taken is 0, and has no days', async () => {
    const { id } = await storeAccount(db)
    const nothing = { month: '2026-05', used: 0, days: [] }
    assert.deepEqual(await findUsage(db, id, { month: '2026-05' }), nothing)
    assert.deepEqual(await listUsage(db, id), [])
  })

  it('is given for every month, oldest first, with the days on which something happened', async () => {
    const [one, other] = [await storeAccount(db), await storeAccount(db)]
    await record(other.id, newJudgements(9))
    for (const day of ['2027-01-01', '2026-12-31', '2026-12-03']) {
      clock.set(`${day}T12:00:00Z`)
      await record(one.id, [newJudgement(), newJudgement({ label: 'spam' }), newJudgement()])
    }
    assert.deepEqual(await listUsage(db, one.id), [
      {
        ...{ month: '2026-12', used: 6 },
        days: [
          { day: '2026-12-03', ham: 2, spam: 1 },
          { day: '2026-12-31', ham: 2, spam: 1 },
        ],
      },
      { month: '2027-01', used: 3, days: [{ day: '2027-01-01', ham: 2, spam: 1 }] },
    ])
    assert.equal((await findUsage(db, one.id, { month: '2027-01' })).used, 3)
  })
})
