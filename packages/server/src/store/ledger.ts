import { DomainError } from '../domain/errors.ts'
import { periodOf } from '../domain/quota.ts'
import type { Units } from '../domain/units.ts'
import type { Claim, Receipt } from './claim.ts'
import type { RootDatabase } from './database.ts'
import { takeUnits } from './take-units.ts'

/** Takes units and records the decisions they pay for, in one durable step. */
export interface Ledger {
  /**
   * Answers after the claim is committed, and not before.
   *
   * @throws {DomainError} `overloaded` when too much is waiting, `database-unavailable`; nothing was
   *   charged then, unless the connection broke after the commit and before its answer.
   */
  readonly record: (claim: Claim) => Promise<Receipt>
  /** Waits until everything that was claimed is answered. */
  readonly drain: () => Promise<void>
}

/** What the ledger needs to know. */
export interface LedgerOptions {
  readonly now: () => Date
  readonly timeZone: string
  /** The limit of accounts that have none of their own. */
  readonly monthlyQuota: Units
  /**
   * What is waited for before each statement, so that requests that have arrived by now share it:
   * one turn of the event loop.
   */
  readonly gather?: (() => Promise<unknown>) | undefined
}

/** Decisions that one statement records at most; a single claim may have more. */
const MOST_AT_ONCE = 2000
/** Decisions that may wait; past that a claim is refused at once. */
const MOST_WAITING = 20_000

interface Waiting {
  readonly claim: Claim
  readonly resolve: (receipt: Receipt) => void
  readonly reject: (error: unknown) => void
}

/**
 * Opens the ledger of this process.
 *
 * It is a group commit: while one statement is on its way, claims gather, and the next statement
 * takes them all. There is no timer, so a lone claim goes at once.
 */
export function openLedger(db: RootDatabase, options: LedgerOptions): Ledger {
  let waiting: Waiting[] = []
  let size = 0
  let running: Promise<void> | undefined

  const run = async () => {
    while (waiting.length > 0) {
      if (options.gather) await options.gather()
      const count = countThatFits(waiting)
      const batch = waiting.slice(0, count)
      waiting = waiting.slice(count)
      size -= sizeOf(batch)
      await settle(db, options, batch)
    }
    running = undefined
  }
  const record = (claim: Claim) => {
    if (size > 0 && size + claim.judgements.length > MOST_WAITING) {
      return Promise.reject(new DomainError('overloaded', {}))
    }
    return new Promise<Receipt>((resolve, reject) => {
      waiting.push({ claim, resolve, reject })
      size += claim.judgements.length
      running ??= run()
    })
  }
  return { record, drain: async () => running }
}

function countThatFits(waiting: readonly Waiting[]): number {
  let size = 0
  const tooMany = waiting.findIndex(({ claim }) => {
    size += claim.judgements.length
    return size > MOST_AT_ONCE
  })
  return tooMany === -1 ? waiting.length : Math.max(1, tooMany)
}

function sizeOf(batch: readonly Waiting[]): number {
  return batch.reduce((sum, { claim }) => sum + claim.judgements.length, 0)
}

/** Records a batch and answers each of its claims; a batch that fails is refused as a whole. */
async function settle(
  db: RootDatabase,
  { now, timeZone, monthlyQuota }: LedgerOptions,
  batch: readonly Waiting[],
): Promise<void> {
  try {
    const at = now()
    const occasion = { at, period: periodOf(at, timeZone), timeZone, monthlyQuota }
    const claims = batch.map(({ claim }) => claim)
    const receipts = await takeUnits(db, claims, occasion)
    batch.forEach(({ resolve, reject }, i) => {
      const receipt = receipts[i]
      if (receipt) resolve(receipt)
      else reject(new Error(`the ledger did not answer claim ${i} of ${batch.length}`))
    })
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}
