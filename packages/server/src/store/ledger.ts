import { sql } from 'kysely'
import type { Judgement } from '../domain/decision.ts'
import { DomainError } from '../domain/errors.ts'
import { type Period, periodOf, periodOfMonth, type Usage } from '../domain/quota.ts'
import type { AccountId, DecisionId, Units } from '../domain/units.ts'
import type { RootDatabase } from './database.ts'

/** What one request wants: a unit for each of its judgements, in their order. */
export interface Claim {
  readonly accountId: AccountId
  /** At least one; their ids are new. */
  readonly judgements: readonly Judgement[]
  /** Two claims of an account under one key must not wait at once; `openTurn` sees to that. */
  readonly idempotency: IdempotencyHashes | undefined
}

/** SHA-256 of an `Idempotency-Key` and of the request it came with. */
export interface IdempotencyHashes {
  readonly key: Uint8Array
  readonly request: Uint8Array
}

/** What became of a claim. */
export type Receipt =
  /** The first `granted` judgements are stored and paid for; the rest found no unit. */
  | {
      readonly outcome: 'taken'
      readonly granted: number
      readonly at: Date
      readonly usage: Usage
    }
  /** The idempotency key was used within a day; this is what was stored then. */
  | {
      readonly outcome: 'seen'
      readonly requestHash: Uint8Array
      readonly decisionIds: readonly DecisionId[]
      readonly usage: Usage
    }
  /** The account was erased in between. */
  | { readonly outcome: 'gone' }

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
   * one turn of the event loop. The embedded database runs on this very thread, and while it works
   * no request is read.
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
  options: LedgerOptions,
  batch: readonly Waiting[],
): Promise<void> {
  try {
    const claims = batch.map(({ claim }) => claim)
    const receipts = await recordClaims(db, options, claims)
    batch.forEach(({ resolve, reject }, i) => {
      const receipt = receipts.get(i)
      if (receipt) resolve(receipt)
      else reject(new Error(`the ledger did not answer claim ${i} of ${batch.length}`))
    })
  } catch (error) {
    for (const { reject } of batch) reject(error)
  }
}

interface ReceiptRow {
  readonly claim: number
  readonly outcome: Receipt['outcome']
  readonly granted: number
  readonly used: Units
  readonly monthly_limit: Units | null
  readonly month: string
  readonly request: Uint8Array | null
  readonly decision_ids: readonly DecisionId[] | null
}

async function recordClaims(
  db: RootDatabase,
  { now, timeZone, monthlyQuota }: LedgerOptions,
  claims: readonly Claim[],
): Promise<ReadonlyMap<number, Receipt>> {
  const at = now()
  const period = periodOf(at, timeZone)
  const { rows } = await sql<ReceiptRow>`
    select * from record_decisions(
      ${batchOf(claims)}::jsonb, ${at}::timestamptz, ${period.month}::text, ${period.day}::integer,
      ${monthlyQuota}::integer)`.execute(db)
  return new Map(rows.map((row) => [row.claim, receiptOf(row, at, period, timeZone)]))
}

/** The batch as the function of migration 0002 reads it. */
function batchOf(claims: readonly Claim[]): string {
  return JSON.stringify({
    claims: claims.map(({ accountId, judgements, idempotency }, claim) => ({
      claim,
      account: accountId,
      wanted: judgements.length,
      key: idempotency && hex(idempotency.key),
      request: idempotency && hex(idempotency.request),
    })),
    decisions: claims.flatMap(({ judgements }, claim) =>
      judgements.map((judgement, place) => ({
        claim,
        place,
        id: judgement.id,
        is_spam: judgement.label === 'spam',
        verdict: judgement.verdict,
        spam_probability: judgement.spamProbability,
        model_version: judgement.modelVersion,
        source: judgement.source,
        text: judgement.text,
      })),
    ),
  })
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function receiptOf(row: ReceiptRow, at: Date, period: Period, timeZone: string): Receipt {
  if (row.outcome === 'gone') return { outcome: 'gone' }
  const { used, monthly_limit: limit, granted, request, decision_ids: decisionIds } = row
  const then = row.month === period.month ? period : periodOfMonth(row.month, timeZone)
  const usage = { used, limit: limit ?? undefined, period: then }
  if (request === null || decisionIds === null) return { outcome: 'taken', granted, at, usage }
  return { outcome: 'seen', requestHash: request, decisionIds, usage }
}
