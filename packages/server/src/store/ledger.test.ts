import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { AccountId, DecisionId, ModelVersion, Units } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import { buildClock } from '../testing/clock.ts'
import { freshDatabase } from '../testing/databases.ts'
import {
  newAccount,
  newJudgement,
  newJudgements,
  ownLimit,
  storeAccount,
  tallyOf,
} from '../testing/rows.ts'
import { deleteAccount, insertAccount, updateAccount } from './accounts.ts'
import type { Claim, Receipt } from './claim.ts'
import type { OpenDatabase } from './database.ts'
import { findDecisions } from './decisions.ts'
import { type LedgerOptions, openLedger } from './ledger.ts'
import { findUsage } from './usage.ts'

const NOON = '2026-05-15T12:00:00.000Z'

let opened: OpenDatabase
before(async () => {
  opened = await freshDatabase()
})
after(() => opened.close())

const open = (options: Partial<LedgerOptions> = {}) => {
  const clock = buildClock(NOON)
  const given = { now: clock.now, timeZone: 'UTC', monthlyQuota: 10 as Units, ...options }
  return { clock, ledger: openLedger(opened.db, given) }
}

const claimOf = (accountId: AccountId, wanted = 1, key?: string, request = 'body'): Claim => ({
  accountId,
  judgements: newJudgements(wanted),
  idempotency: key === undefined ? undefined : { key: sha256(key), request: sha256(request) },
})

/** What a receipt says, in few words: granted and used, what was seen, or that nobody is there. */
const brief = (receipt: Receipt) => {
  if (receipt.outcome === 'gone') return 'gone'
  const { used, limit, period } = receipt.usage
  const granted = receipt.outcome === 'taken' ? receipt.granted : receipt.decisionIds
  return { [receipt.outcome]: granted, used, limit, month: period.month }
}

describe('record', () => {
  it('takes a unit, and stores the decision that it paid for', async () => {
    const { ledger } = open()
    const { id } = await storeAccount(opened.db)
    const judgement = newJudgement({ label: 'spam', verdict: 'discard', source: 'sms' })
    const claim = { accountId: id, judgements: [judgement], idempotency: undefined }
    const receipt = await ledger.record(claim)
    assert.ok(receipt.outcome === 'taken')
    assert.deepEqual(receipt.at, new Date(NOON))
    assert.equal(receipt.usage.period.end.toISOString(), '2026-06-01T00:00:00.000Z')
    assert.deepEqual(brief(receipt), { taken: 1, used: 1, limit: 10, month: '2026-05' })
    assert.deepEqual(await findDecisions(opened.db, id, [judgement.id]), [
      { ...judgement, createdAt: new Date(NOON) },
    ])
  })

  it('grants the first texts when there are fewer units than texts, and then nothing', async () => {
    const { ledger } = open()
    const { id } = await storeAccount(opened.db, { monthlyLimit: ownLimit(3) })
    const claim = claimOf(id, 5)
    assert.deepEqual(brief(await ledger.record(claim)), {
      ...{ taken: 3, used: 3, limit: 3, month: '2026-05' },
    })
    const ids = claim.judgements.map((judgement) => judgement.id)
    const stored = await findDecisions(opened.db, id, ids)
    assert.deepEqual(
      stored.map((decision) => decision.id),
      ids.slice(0, 3),
    )
    assert.deepEqual(brief(await ledger.record(claimOf(id))), {
      ...{ taken: 0, used: 3, limit: 3, month: '2026-05' },
    })
    assert.deepEqual(await tallyOf(opened.db, id), { used: 3, counted: 3, decisions: 3 })
  })

  it('counts the units of an account without a limit too', async () => {
    const { ledger } = open({ monthlyQuota: 0 as Units })
    const { id } = await storeAccount(opened.db, { monthlyLimit: { kind: 'none' } })
    const receipts = await Promise.all(
      [1, 5, 2].map((wanted) => ledger.record(claimOf(id, wanted))),
    )
    assert.deepEqual(receipts.map(brief), [
      { taken: 1, used: 1, limit: undefined, month: '2026-05' },
      { taken: 5, used: 6, limit: undefined, month: '2026-05' },
      { taken: 2, used: 8, limit: undefined, month: '2026-05' },
    ])
  })

  it('takes nothing under a limit that was lowered below what is used', async () => {
    const { ledger } = open()
    const { id } = await storeAccount(opened.db)
    await ledger.record(claimOf(id, 4))
    await updateAccount(opened.db, id, { monthlyLimit: ownLimit(2) })
    assert.deepEqual(brief(await ledger.record(claimOf(id))), {
      ...{ taken: 0, used: 4, limit: 2, month: '2026-05' },
    })
  })

  it('says that an account is gone, and serves its neighbours', async () => {
    const { ledger } = open()
    const [erased, stranger, present] = [
      await storeAccount(opened.db),
      newAccount(),
      await storeAccount(opened.db),
    ]
    await ledger.record(claimOf(erased.id))
    await deleteAccount(opened.db, erased.id)
    const ids = [present.id, stranger.id, erased.id, present.id]
    const receipts = await Promise.all(ids.map((id) => ledger.record(claimOf(id))))
    assert.deepEqual(
      receipts.map((receipt) => receipt.outcome),
      ['taken', 'gone', 'gone', 'taken'],
    )
    assert.deepEqual(await tallyOf(opened.db, erased.id), { used: 0, counted: 0, decisions: 0 })
  })
})

describe('months and days', () => {
  it('begins anew with the month, in its own time zone, and keeps the months before', async () => {
    const { clock, ledger } = open({ timeZone: 'America/Sao_Paulo', monthlyQuota: 2 as Units })
    const { id } = await storeAccount(opened.db)
    clock.set('2026-06-01T02:59:59.999Z')
    assert.deepEqual(brief(await ledger.record(claimOf(id, 3))), {
      ...{ taken: 2, used: 2, limit: 2, month: '2026-05' },
    })
    clock.set('2026-06-01T03:00:00Z')
    assert.deepEqual(brief(await ledger.record(claimOf(id))), {
      ...{ taken: 1, used: 1, limit: 2, month: '2026-06' },
    })
    const may = await findUsage(opened.db, id, { month: '2026-05' })
    const june = await findUsage(opened.db, id, { month: '2026-06' })
    assert.deepEqual(may.days, [{ day: '2026-05-31', ham: 2, spam: 0 }])
    assert.deepEqual(june.days, [{ day: '2026-06-01', ham: 1, spam: 0 }])
  })

  it('counts ham and spam on the day they came', async () => {
    const { clock, ledger } = open()
    const { id } = await storeAccount(opened.db)
    const labels = { '2026-05-01': 'ham', '2026-05-09': 'spam', '2026-05-31': 'spam' } as const
    for (const [day, label] of Object.entries(labels)) {
      clock.set(`${day}T12:00:00Z`)
      const judgements = [...newJudgements(2, { label }), newJudgement({ label: 'ham' })]
      await ledger.record({ accountId: id, judgements, idempotency: undefined })
    }
    const { used, days } = await findUsage(opened.db, id, { month: '2026-05' })
    assert.equal(used, 9)
    assert.deepEqual(days, [
      { day: '2026-05-01', ham: 3, spam: 0 },
      { day: '2026-05-09', ham: 1, spam: 2 },
      { day: '2026-05-31', ham: 1, spam: 2 },
    ])
  })
})

describe('idempotency keys', () => {
  it('a key that was seen gives what was stored then, whatever changed since', async () => {
    const { clock, ledger } = open()
    const { id } = await storeAccount(opened.db, { monthlyLimit: ownLimit(4) })
    const first = claimOf(id, 5, 'k1')
    const ids = first.judgements.map((judgement) => judgement.id).slice(0, 4)
    clock.set('2026-05-31T23:00:00Z')
    await ledger.record(first)
    await updateAccount(opened.db, id, { monthlyLimit: { kind: 'none' } })
    clock.set('2026-06-01T22:59:59Z')
    const again = await ledger.record(claimOf(id, 2, 'k1', 'another body'))
    assert.deepEqual(brief(again), { seen: ids, used: 4, limit: 4, month: '2026-05' })
    assert.ok(again.outcome === 'seen')
    assert.deepEqual(Buffer.from(again.requestHash), Buffer.from(sha256('body')))
    assert.equal(again.usage.period.end.toISOString(), '2026-06-01T00:00:00.000Z')
    assert.equal((await tallyOf(opened.db, id)).used, 4)
  })

  it('is forgotten after 24 hours, and then means what came last', async () => {
    const { clock, ledger } = open()
    const { id } = await storeAccount(opened.db)
    await ledger.record(claimOf(id, 1, 'k2'))
    clock.set('2026-05-16T12:00:00Z')
    const second = claimOf(id, 2, 'k2', 'new body')
    assert.deepEqual(brief(await ledger.record(second)), {
      ...{ taken: 2, used: 3, limit: 10, month: '2026-05' },
    })
    clock.set('2026-05-17T11:59:59.999Z')
    const third = await ledger.record(claimOf(id, 1, 'k2'))
    const ids = second.judgements.map((judgement) => judgement.id)
    assert.deepEqual(brief(third), { seen: ids, used: 3, limit: 10, month: '2026-05' })
  })

  it('belongs to one account', async () => {
    const { ledger } = open()
    for (const { id } of [await storeAccount(opened.db), await storeAccount(opened.db)]) {
      assert.equal((await ledger.record(claimOf(id, 1, 'k3'))).outcome, 'taken')
    }
  })

  it('remembers nothing where nothing was granted, so that the same request may find units later', async () => {
    const { ledger } = open()
    const { id } = await storeAccount(opened.db, { monthlyLimit: ownLimit(0) })
    await ledger.record(claimOf(id, 1, 'k4'))
    await updateAccount(opened.db, id, { monthlyLimit: ownLimit(1) })
    const receipt = await ledger.record(claimOf(id, 1, 'k4'))
    assert.deepEqual(brief(receipt), { taken: 1, used: 1, limit: 1, month: '2026-05' })
  })

  it('of two nodes that hold the same key one takes and the other sees what it took', async () => {
    const { id } = await storeAccount(opened.db)
    const nodes = [open().ledger, open().ledger]
    const receipts = await Promise.all(nodes.map((node) => node.record(claimOf(id, 3, 'k5'))))
    const outcomes = receipts.map((receipt) => receipt.outcome).sort()
    assert.deepEqual(outcomes, ['seen', 'taken'])
    assert.deepEqual(await tallyOf(opened.db, id), { used: 3, counted: 3, decisions: 3 })
  })
})

describe('record_decisions, stored for good', () => {
  const uuid = (digit: string) => `00000000-0000-7000-8000-00000000000${digit}`
  const [OWN, DEFAULT, NONE, NOBODY] = ['a', 'b', 'c', 'd'].map(uuid) as [
    AccountId,
    AccountId,
    AccountId,
    AccountId,
  ]
  const REQUEST = 'cd'.repeat(32)
  const BATCH = {
    claims: [
      { claim: 0, account: OWN, wanted: 2 },
      { claim: 1, account: DEFAULT, wanted: 1, key: 'ab'.repeat(32), request: REQUEST },
      { claim: 2, account: OWN, wanted: 2 },
      { claim: 3, account: NONE, wanted: 1 },
      { claim: 4, account: NOBODY, wanted: 1 },
      { claim: 5, account: OWN, wanted: 1 },
    ],
    decisions: [0, 0, 1, 2, 2, 3, 4, 5].map((claim, i, claims) => ({
      claim,
      place: claims.slice(0, i).filter((other) => other === claim).length,
      id: uuid(String(i + 1)),
      ...{ is_spam: i % 2 === 1, verdict: 'review', spam_probability: 0.5, model_version: 'm' },
      ...(i === 0 && { source: 'chat', text: 'a "text"' }),
    })),
  }
  const call = async (batch: object) => {
    const { rows } = await sql<object>`select * from record_decisions(
      ${JSON.stringify(batch)}::jsonb, ${NOON}::timestamptz, '2026-05', 15, 10) order by claim`.execute(
      opened.db,
    )
    return rows.map((row) =>
      Object.values(row).map((value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
      ),
    )
  }

  it('answers and stores exactly this', async () => {
    const limits = [ownLimit(3), { kind: 'default' }, { kind: 'none' }] as const
    for (const [i, id] of [OWN, DEFAULT, NONE].entries()) {
      const account = newAccount({ id, monthlyLimit: limits[i] ?? { kind: 'none' } })
      await insertAccount(opened.db, { account, passwordHash: '-' })
    }
    assert.deepEqual(await call(BATCH), [
      [0, 'taken', 2, 2, 3, '2026-05', null, null],
      [1, 'taken', 1, 1, 10, '2026-05', null, null],
      [2, 'taken', 1, 3, 3, '2026-05', null, null],
      [3, 'taken', 1, 1, null, '2026-05', null, null],
      [4, 'gone', 0, 0, null, '2026-05', null, null],
      [5, 'taken', 0, 3, 3, '2026-05', null, null],
    ])
    const [claim, decision] = [BATCH.claims[1], BATCH.decisions[2]]
    const later = { ...claim, claim: 0, request: 'ef'.repeat(32) }
    const ids = [uuid('3')]
    assert.deepEqual(await call({ claims: [later], decisions: [{ ...decision, claim: 0 }] }), [
      [0, 'seen', 1, 1, 10, '2026-05', REQUEST, ids],
    ])
    const stored = await findDecisions(
      opened.db,
      OWN,
      ['1', '2', '4', '5'].map(uuid) as DecisionId[],
    )
    const common = {
      verdict: 'review',
      spamProbability: 0.5,
      modelVersion: 'm' as ModelVersion,
      ...{ createdAt: new Date(NOON), site: undefined },
    }
    const bare = { ...common, source: undefined, text: undefined }
    assert.deepEqual(stored, [
      { ...common, id: uuid('1'), label: 'ham', source: 'chat', text: 'a "text"' },
      { ...bare, id: uuid('2'), label: 'spam' },
      { ...bare, id: uuid('4'), label: 'spam' },
    ])
  })
})
