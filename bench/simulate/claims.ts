import { setImmediate } from 'node:timers/promises'
import { openRandom } from '../../packages/classifier/src/random.ts'
import type { AccountId, DecisionId, Units } from '../../packages/server/src/domain/units.ts'
import { openTimeIds } from '../../packages/server/src/security/time-ids.ts'
import type { Claim } from '../../packages/server/src/store/claim.ts'
import type { RootDatabase } from '../../packages/server/src/store/database.ts'
import { type Ledger, openLedger } from '../../packages/server/src/store/ledger.ts'
import { newJudgement, storeAccount } from '../../packages/server/src/testing/rows.ts'

/** Stores accounts without a limit. */
export function storeAccounts(db: RootDatabase, count: number): Promise<readonly AccountId[]> {
  return db.transaction().execute(async (tx) => {
    const ids: AccountId[] = []
    for (let i = 0; i < count; i++) {
      ids.push((await storeAccount(tx, { monthlyLimit: { kind: 'none' } })).id)
    }
    return ids
  })
}

/** A source of claims of a decision each, of any account and with the next text. */
export function openClaims(accounts: readonly AccountId[], texts: readonly string[]): () => Claim {
  const random = openRandom(1)
  const newId = openTimeIds<DecisionId>(() => new Date())
  let made = 0
  return () => {
    const text = texts[made++ % texts.length]
    const accountId = accounts[Math.floor(random() * accounts.length)] as AccountId
    return { accountId, judgements: [newJudgement({ id: newId(), text })], idempotency: undefined }
  }
}

/** A ledger as the service opens it. */
export function openServiceLedger(db: RootDatabase): Ledger {
  return openLedger(db, {
    now: () => new Date(),
    timeZone: 'UTC',
    monthlyQuota: 1_000_000 as Units,
    gather: () => setImmediate(),
  })
}
