import { DomainError } from '../domain/errors.ts'
import { periodOf, type Usage } from '../domain/quota.ts'
import type { AccountId, Units } from '../domain/units.ts'
import type { Claim, Receipt } from './claim.ts'
import type { RootDatabase } from './database.ts'
import { takeUnits } from './take-units.ts'
import { findUsageOfPeriod } from './usage.ts'

/** Takes units and records the decisions they pay for, in one durable step. */
export interface Ledger {
  /**
   * Answers after the claim is committed, and not before.
   *
   * @throws {DomainError} `overloaded` when too much is waiting, or waited for too long and was not
   *   sent to the database, so nothing was charged; `database-unavailable`, and nothing was charged
   *   then, unless the connection broke after the commit and before its answer.
   */
  readonly record: (claim: Claim) => Promise<Receipt>
  /** What an account has taken and may take, before it claims; `undefined` when there is no such account. */
  readonly readUsage: (accountId: AccountId) => Promise<Usage | undefined>
  /** Whether a claim would be refused, or wait for long: whoever asks first spares the work before it. */
  readonly isBehind: () => boolean
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
/**
 * Claims that are enough for a statement. Where thousands of requests are there to be read, libuv
 * reads them all, for a quarter of a second as was seen, before the turn of the event loop ends.
 */
const MOST_GATHERED = 256
/** Claims that may be unanswered, however slow the database is. */
const FEW_UNANSWERED = 1000
/** Past these few, a claim is refused at once that would wait for longer, in milliseconds, at the pace of the last statements. */
const MOST_WAIT_MS = 400
/** The weight of the last statement in that pace. */
const NEWS = 0.3
/**
 * A statement that takes longer than this, in milliseconds, has those refused that wait for it, and
 * those that come until it is answered. A checkpoint may take a second.
 */
const MOST_DELAY_MS = 2000

interface Waiting {
  readonly claim: Claim
  readonly resolve: (receipt: Receipt) => void
  readonly reject: (error: unknown) => void
}

/**
 * Opens the ledger of this process.
 *
 * It is a group commit: while one statement is on its way, claims gather, and the next statement
 * takes them all. Nothing waits for a timer, so a lone claim goes at once.
 */
export function openLedger(db: RootDatabase, options: LedgerOptions): Ledger {
  let waiting: Waiting[] = []
  let size = 0
  /** What the database was asked for and has not answered. */
  let batch: readonly Waiting[] = []
  let running: Promise<void> | undefined
  /** Claims answered per millisecond. */
  let pace = 0
  /** Whether the statement that is on its way takes too long. */
  let isStuck = false
  /** Ends the gathering. */
  let begin: (() => void) | undefined

  const refuseWaiting = () => {
    isStuck = true
    for (const { reject } of waiting) reject(new DomainError('overloaded', {}))
    waiting = []
    size = 0
  }
  const run = async () => {
    while (waiting.length > 0) {
      const begun = performance.now()
      if (options.gather && waiting.length < MOST_GATHERED) {
        const { promise, resolve } = Promise.withResolvers<void>()
        begin = resolve
        await Promise.race([options.gather(), promise])
      }
      const next = nextBatch(waiting)
      batch = next.batch
      waiting = [...next.rest]
      size -= sizeOf(batch)
      const late = setTimeout(refuseWaiting, MOST_DELAY_MS)
      await settle(db, options, batch)
      clearTimeout(late)
      isStuck = false
      pace += NEWS * (batch.length / (performance.now() - begun) - pace)
      batch = []
    }
    running = undefined
  }
  const isBehind = () => isStuck || isCrowded(batch.length + waiting.length, pace)
  const record = (claim: Claim) => {
    const isTooMuch = size > 0 && size + claim.judgements.length > MOST_WAITING
    if (isTooMuch || isBehind()) return Promise.reject(new DomainError('overloaded', {}))
    return new Promise<Receipt>((resolve, reject) => {
      waiting.push({ claim, resolve, reject })
      size += claim.judgements.length
      running ??= run()
      if (waiting.length >= MOST_GATHERED) begin?.()
    })
  }
  return { record, readUsage: usageReader(db, options), isBehind, drain: async () => running }
}

function usageReader(
  db: RootDatabase,
  { now, timeZone, monthlyQuota }: LedgerOptions,
): Ledger['readUsage'] {
  return (accountId) => findUsageOfPeriod(db, accountId, periodOf(now(), timeZone), monthlyQuota)
}

function isCrowded(unanswered: number, pace: number): boolean {
  return unanswered >= FEW_UNANSWERED && unanswered > pace * MOST_WAIT_MS
}

/** What the next statement takes, and what waits for the one after it. */
interface Parted {
  readonly batch: readonly Waiting[]
  readonly rest: readonly Waiting[]
}

function nextBatch(waiting: readonly Waiting[]): Parted {
  const ready = waiting.some(({ claim }) => claim.isWhole)
    ? withWholesAlone(waiting)
    : { batch: waiting, rest: [] }
  const count = countThatFits(ready.batch)
  const rest = [...ready.batch.slice(count), ...ready.rest]
  return { batch: ready.batch.slice(0, count), rest }
}

/**
 * Puts off claims, so that one that is granted as a whole or not at all is the only one of its account
 * in its statement. Those of an account stay in their order.
 */
function withWholesAlone(waiting: readonly Waiting[]): Parted {
  const [batch, rest]: [Waiting[], Waiting[]] = [[], []]
  const here = new Set<AccountId>()
  const full = new Set<AccountId>()
  for (const one of waiting) {
    const { accountId, isWhole = false } = one.claim
    if (full.has(accountId) || (isWhole && here.has(accountId))) {
      full.add(accountId)
      rest.push(one)
      continue
    }
    here.add(accountId)
    if (isWhole) full.add(accountId)
    batch.push(one)
  }
  return { batch, rest }
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
