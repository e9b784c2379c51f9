import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { AccountId, Units } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import { freshDatabase } from '../testing/databases.ts'
import { newJudgements, ownLimit, storeAccount, tallyOf } from '../testing/rows.ts'
import type { Claim, Receipt } from './claim.ts'
import type { OpenDatabase } from './database.ts'
import { openLedger } from './ledger.ts'

const NOON = Date.parse('2026-05-15T12:00:00Z')

let opened: OpenDatabase
before(async () => {
  opened = await freshDatabase()
})
after(() => opened.close())

/** A ledger whose clock counts statements, from 0 on. */
const open = () => {
  let statements = 0
  const now = () => new Date(NOON + statements++)
  return openLedger(opened.db, { now, timeZone: 'UTC', monthlyQuota: 1000 as Units })
}

const claimOf = (accountId: AccountId, wanted: number, changes: Partial<Claim> = {}): Claim => ({
  ...{ accountId, judgements: newJudgements(wanted), idempotency: undefined },
  ...changes,
})
const partly = (accountId: AccountId, wanted = 1) => claimOf(accountId, wanted)
const wholly = (accountId: AccountId, wanted = 2) => claimOf(accountId, wanted, { isWhole: true })

/** Records all of them at once. @returns Of each its statement, what it was granted, and the sum. */
async function record(claims: readonly Claim[]): Promise<readonly (readonly number[])[]> {
  const ledger = open()
  const receipts = await Promise.all(claims.map((claim) => ledger.record(claim)))
  return receipts.map((receipt) => {
    assert.ok(receipt.outcome === 'taken')
    return [receipt.at.getTime() - NOON, receipt.granted, receipt.usage.used]
  })
}

const storeWithLimit = async (units: number) =>
  (await storeAccount(opened.db, { monthlyLimit: ownLimit(units) })).id

describe('a claim that is granted as a whole', () => {
  it('gets all of its units or none, and leaves those that are left to others', async () => {
    const id = await storeWithLimit(5)
    assert.deepEqual(await record([wholly(id, 3), wholly(id, 3), wholly(id, 2), wholly(id, 2)]), [
      [0, 3, 3],
      [1, 0, 3],
      [2, 2, 5],
      [3, 0, 5],
    ])
    assert.deepEqual(await tallyOf(opened.db, id), { used: 5, counted: 5, decisions: 5 })
  })

  it('of more decisions than fit a statement is granted as a whole, too', async () => {
    const id = await storeWithLimit(2500)
    assert.deepEqual(await record([partly(id), wholly(id, 2500), wholly(id, 2499)]), [
      [0, 1, 1],
      [1, 0, 1],
      [2, 2499, 2500],
    ])
  })

  it('is the only one of its account in its statement, in its turn, and holds nobody else up', async () => {
    const [a, b, c] = [await storeWithLimit(99), await storeWithLimit(99), await storeWithLimit(99)]
    const claims = [
      ...[partly(c), partly(a), wholly(a), partly(a), partly(a)],
      ...[wholly(b), partly(c), partly(b), wholly(a), partly(c)],
    ]
    // The first claim finds the ledger idle and goes at once; the others share what comes after it.
    assert.deepEqual(await record(claims), [
      [0, 1, 1],
      ...[
        [1, 1, 1],
        [2, 2, 3],
        [3, 1, 4],
        [3, 1, 5],
      ],
      ...[
        [1, 2, 2],
        [1, 1, 2],
        [2, 1, 3],
        [4, 2, 7],
        [1, 1, 3],
      ],
    ])
  })

  it('is put off together with what comes after it, when its statement is full', async () => {
    const [big, small] = [await storeWithLimit(5000), await storeWithLimit(99)]
    const claims = [partly(small), partly(big, 1999), wholly(small), partly(small), partly(big, 2)]
    assert.deepEqual(await record(claims), [
      [0, 1, 1],
      [1, 1999, 1999],
      [2, 2, 3],
      [3, 1, 4],
      [2, 2, 2001],
    ])
  })

  it('keeps what it was answered under its key, and keeps nothing where it got nothing', async () => {
    const id = await storeWithLimit(3)
    const ledger = open()
    const keyed = (key: string, wanted: number): Promise<Receipt> => {
      const idempotency = { key: sha256(key), request: sha256('body') }
      return ledger.record(claimOf(id, wanted, { isWhole: true, idempotency }))
    }
    const outcomes = async (...receipts: readonly Promise<Receipt>[]) =>
      (await Promise.all(receipts)).map((receipt) =>
        receipt.outcome === 'taken' ? receipt.granted : receipt.outcome,
      )
    assert.deepEqual(await outcomes(keyed('k1', 4), keyed('k2', 2)), [0, 2])
    assert.deepEqual(await outcomes(keyed('k1', 1), keyed('k2', 2)), [1, 'seen'])
    assert.deepEqual(await tallyOf(opened.db, id), { used: 3, counted: 3, decisions: 3 })
  })
})
