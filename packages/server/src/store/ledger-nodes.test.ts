import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { isDomainError } from '../domain/errors.ts'
import type { AccountId, ReportId, Units } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import { openTimeIds } from '../security/time-ids.ts'
import { freshPostgresDatabase, WITHOUT_POSTGRES } from '../testing/databases.ts'
import { newJudgement, newJudgements, storeAccount, tallyOf } from '../testing/rows.ts'
import { deleteAccount, lockAdmins, updateAccount } from './accounts.ts'
import type { Claim, Receipt } from './claim.ts'
import type { OpenDatabase, RootDatabase } from './database.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { openPostgres } from './postgres.ts'
import { listReports, putReport } from './reports.ts'
import { listSiteMonths, listUsage } from './usage.ts'

const claimOf = (accountId: AccountId, wanted = 1): Claim => ({
  accountId,
  judgements: newJudgements(wanted),
  idempotency: undefined,
})

const keyedClaimOf = (accountId: AccountId): Claim => ({
  ...claimOf(accountId),
  idempotency: { key: sha256(uuidv7()), request: sha256('body') },
})

/** Claims again what a slow machine refused, of which nothing was charged. */
async function recordAtLast({ record }: Ledger, claim: Claim): Promise<Receipt> {
  for (;;) {
    try {
      return await record(claim)
    } catch (error) {
      if (!isDomainError(error, 'overloaded')) throw error
      await setTimeout(100)
    }
  }
}

/** Fewer units than the two nodes want together. */
const LIMIT = 25

/** Two nodes: each with a pool of its own on one database, as two machines would have. */
describe('two nodes on PostgreSQL', { skip: WITHOUT_POSTGRES }, () => {
  const nodes: OpenDatabase[] = []
  let drop: () => Promise<void>
  before(async () => {
    const made = await freshPostgresDatabase()
    drop = made.drop
    nodes.push(await openPostgres(made.settings, 'serving'))
    nodes.push(await openPostgres(made.settings, 'serving'))
  })
  after(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await drop()
  })

  const databaseOf = (node: number) => {
    const { db } = nodes[node] ?? {}
    assert.ok(db)
    return db
  }
  const openNode = (node: number, at = '2026-05-15T12:00:00Z'): Ledger =>
    openLedger(databaseOf(node), {
      now: () => new Date(at),
      timeZone: 'UTC',
      monthlyQuota: LIMIT as Units,
    })
  const storeAccounts = async (count: number) => {
    const accounts = await Promise.all(
      Array.from({ length: count }, () => storeAccount(databaseOf(0))),
    )
    return accounts.map(({ id }) => id)
  }

  it('never wait for each other in a ring, and share the units of each account exactly', async () => {
    // Many accounts, so that locking them takes long enough for two nodes to be at it at once.
    const ids = await storeAccounts(400)
    const orders = [ids, ids.toReversed()]
    const work = orders.map(async (order, i) => {
      const ledger = openNode(i)
      let granted = 0
      for (let round = 0; round < 15; round++) {
        // The first claim goes alone; those behind it share a batch.
        const receipts = await Promise.all(order.map((id) => recordAtLast(ledger, claimOf(id))))
        for (const receipt of receipts) granted += receipt.outcome === 'taken' ? receipt.granted : 0
      }
      return granted
    })
    const [one = 0, other = 0] = await Promise.all(work)
    assert.equal(one + other, 400 * LIMIT)
    for (const id of ids.slice(0, 20)) {
      const all = { used: LIMIT, counted: LIMIT, decisions: LIMIT }
      assert.deepEqual(await tallyOf(databaseOf(0), id), all)
    }
  })

  it('go on while accounts are changed and erased under them, and while their reports come', async () => {
    const ids = await storeAccounts(12)
    let isOver = false
    const work = [0, 1].map(async (node) => {
      const ledger = openNode(node)
      while (!isOver) await Promise.all(ids.map((id) => recordAtLast(ledger, siteClaimOf(id))))
    })
    let said = 0
    const reporting = async () => {
      while (!isOver) await Promise.all(ids.map((id) => say(databaseOf(1), id, said++)))
    }
    work.push(reporting())
    for (const [i, id] of ids.entries()) {
      const email = `changed-${id}@example.com`
      await updateAccount(databaseOf(i % 2), id, { email, monthlyLimit: { kind: 'none' } })
      if (i % 2) await deleteAccount(databaseOf(0), id)
    }
    isOver = true
    await Promise.all(work)
    for (const [i, id] of ids.entries()) {
      const { used, counted, decisions } = await tallyOf(databaseOf(0), id)
      assert.deepEqual([counted, decisions], [used, used])
      if (i % 2) assert.equal(used, 0)
      assert.equal(await countOfSites(databaseOf(0), id), used)
      const reports = await listReports(databaseOf(0), id, { limit: 10_000 })
      assert.equal(reports.filter(({ endedAt }) => endedAt === undefined).length, 1 - (i % 2))
    }
  })

  it('erase an account under a batch with idempotency keys, and refuse nobody in it', async () => {
    const ledger = openNode(0)
    const neighbours = await storeAccounts(200)
    await Promise.all(neighbours.map((id) => recordAtLast(ledger, keyedClaimOf(id))))
    for (let round = 0; round < 12; round++) {
      const { id } = await storeAccount(databaseOf(0))
      await recordAtLast(ledger, keyedClaimOf(id))
      const claims = [id, ...neighbours].map((one) => recordAtLast(ledger, keyedClaimOf(one)))
      // Somewhere in the statement, which takes some milliseconds.
      await setTimeout(round)
      await Promise.all([...claims, deleteAccount(databaseOf(1), id)])
      const { rows } = await sql`select from idempotency where account_id = ${id}`.execute(
        databaseOf(0),
      )
      assert.equal(rows.length, 0)
    }
  })

  it('let no account be erased where decisions that they record might be overlooked', async () => {
    const { id } = await storeAccount(databaseOf(0))
    await openNode(0).record(claimOf(id))
    const erasing = databaseOf(1)
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => deleteAccount(tx, id))
    await assert.rejects(erasing, { code: '40001' })
    assert.deepEqual(await tallyOf(databaseOf(0), id), { used: 1, counted: 1, decisions: 1 })
  })

  it('are not held up, nor deadlocked, by somebody who looks at who the administrators are', async () => {
    const leaver = await storeAccount(databaseOf(0))
    const admin = await storeAccount(databaseOf(0), { role: 'admin' })
    const ledger = openNode(0)
    await databaseOf(1)
      .transaction()
      .execute(async (tx) => {
        await lockAdmins(tx)
        const both = [leaver.id, leaver.id, admin.id]
        const receipts = await Promise.all(both.map((id) => ledger.record(claimOf(id))))
        for (const receipt of receipts) assert.equal(receipt.outcome, 'taken')
        await deleteAccount(tx, leaver.id)
      })
    assert.equal((await ledger.record(claimOf(leaver.id))).outcome, 'gone')
  })

  for (const had of ['no units', 'units in both months']) {
    it(`charge a key once that comes again in the next month while it is still at work, of an account that had ${had}`, async () => {
      const { id } = await storeAccount(databaseOf(0))
      const nodes = [openNode(0, '2026-05-31T23:59:59Z'), openNode(1, '2026-06-01T00:00:00Z')]
      const earlier = had === 'no units' ? [] : nodes
      for (const node of earlier) await node.record(claimOf(id))
      const idempotency = { key: sha256('a key'), request: sha256('a request') }
      const hold = await holdKey(databaseOf(0), id, idempotency.key)
      const receipts = nodes.map((node) => node.record({ ...claimOf(id), idempotency }))
      await untilWaiting(databaseOf(1), nodes.length)
      await hold.letGo()
      const outcomes = (await Promise.all(receipts)).map(({ outcome }) => outcome)
      assert.deepEqual(outcomes.sort(), ['seen', 'taken'])
      const units = earlier.length + 1
      const all = { used: units, counted: units, decisions: units }
      assert.deepEqual(await tallyOf(databaseOf(0), id), all)
    })
  }

  it('keep nothing of the month before for a key on the first day of a month', async () => {
    const { id } = await storeAccount(databaseOf(0))
    const idempotency = { key: sha256('a key'), request: sha256('a request') }
    await openNode(0, '2026-06-01T00:00:00Z').record({ ...claimOf(id), idempotency })
    const months = (await listUsage(databaseOf(0), id)).map(({ month }) => month)
    assert.deepEqual(months, ['2026-06'])
  })
})

const siteClaimOf = (accountId: AccountId): Claim => {
  const sites = ['blog.example.com', 'shop.example.org']
  return { ...claimOf(accountId), judgements: sites.map((site) => newJudgement({ site })) }
}

/** Reports the same text again, as what it was not said to be the last time. */
const say = (db: RootDatabase, accountId: AccountId, said: number) => {
  const nothing = { decisionId: undefined, decided: undefined, source: undefined, site: undefined }
  const label = Math.floor(said / 12) % 2 === 0 ? 'spam' : 'ham'
  const report = { ...nothing, label, note: undefined, text: 'a text' } as const
  const now = () => new Date()
  return putReport(db, accountId, report, { limit: 1_000_000, now, newId })
}
const newId = openTimeIds<ReportId>(() => new Date())

async function countOfSites(db: RootDatabase, accountId: AccountId): Promise<number> {
  const months = await listSiteMonths(db, accountId)
  return months.reduce((sum, { ham, spam }) => sum + ham + spam, 0)
}

/** Lets nobody store this key until it is let go, without storing it. */
async function holdKey(db: RootDatabase, account_id: AccountId, key_hash: Uint8Array) {
  const tx = await db.startTransaction().execute()
  const nothing = { decision_ids: [], used: 0 as Units, monthly_limit: null, month: '2026-05' }
  const row = { account_id, key_hash, request_hash: key_hash, ...nothing, created_at: new Date(0) }
  await tx.insertInto('idempotency').values(row).execute()
  return { letGo: () => tx.rollback().execute() }
}

/** Waits until so many statements of this database wait for a lock. */
async function untilWaiting(db: RootDatabase, wanted: number): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    if (rows.length >= wanted) return
    await setTimeout(10)
  }
}
