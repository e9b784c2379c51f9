import { sql } from 'kysely'
import { type Period, periodOfMonth } from '../domain/quota.ts'
import type { DecisionId, Units } from '../domain/units.ts'
import { arrayOf, arrayOfBytes, arrayOfTexts } from './array-literal.ts'
import { type Batch, batchOf } from './batch.ts'
import type { Claim, IdempotencyHashes, Receipt } from './claim.ts'
import type { RootDatabase } from './database.ts'

/** When units are taken, and how many an account has that has no limit of its own. */
export interface Occasion {
  readonly at: Date
  readonly period: Period
  readonly timeZone: string
  readonly monthlyQuota: Units
}

/**
 * Takes units and records the decisions that they pay for, of many claims, in one statement and one
 * commit; in as many more as there are rounds of claims that were answered before.
 *
 * @returns A receipt for each claim, in their order.
 */
export async function takeUnits(
  db: RootDatabase,
  claims: readonly Claim[],
  occasion: Occasion,
): Promise<readonly Receipt[]> {
  const batch = batchOf(claims)
  const taken = await callTakeUnits(db, batch, claims, occasion)
  if (taken.seen === null) return batch.slots.map((slot) => receiptOf(slot, taken, occasion))
  const seen = new Map(
    taken.seen.map((past) => [batch.keyed[past.claim], receiptOfPast(past, occasion)]),
  )
  const rest = claims.filter((_, i) => !seen.has(i))
  const receipts = rest.length === 0 ? [] : await takeUnits(db, rest, occasion)
  const next = receipts.values()
  return claims.map((_, i) => seen.get(i) ?? (next.next().value as Receipt))
}

/** What `take_units` gives: by account, or else only what was seen. */
interface Taken {
  readonly used: readonly (Units | null)[]
  readonly granted: readonly number[]
  readonly limits: readonly (Units | null)[]
  readonly seen: readonly Past[] | null
}

/** What was answered under a key before. */
interface Past {
  /** An index of `keyed`. */
  readonly claim: number
  readonly used: Units
  readonly limit: Units | null
  readonly month: string
  /** In hexadecimal digits. */
  readonly request: string
  readonly decisions: readonly DecisionId[]
}

async function callTakeUnits(
  db: RootDatabase,
  batch: Batch,
  claims: readonly Claim[],
  { at, period, monthlyQuota }: Occasion,
): Promise<Taken> {
  const { accounts, wanted, owners, places, judgements, slots, keyed } = batch
  const keys = keyed.flatMap((i) => claims[i]?.idempotency ?? [])
  const keyedSlots = keyed.flatMap((i) => slots[i] ?? [])
  const { rows } = await sql<Taken>`select * from take_units(
    ${arrayOfTexts(accounts)}::uuid[], ${arrayOf(wanted)}::integer[],
    ${arrayOf(owners)}::integer[], ${arrayOf(places)}::integer[],
    ${arrayOfTexts(judgements.map(({ id }) => id))}::uuid[],
    ${arrayOf(judgements.map(({ label }) => label === 'spam'))}::boolean[],
    ${arrayOfTexts(judgements.map(({ verdict }) => verdict))}::text[],
    ${arrayOf(judgements.map(({ spamProbability }) => spamProbability))}::double precision[],
    ${arrayOfTexts(judgements.map(({ modelVersion }) => modelVersion))}::text[],
    ${arrayOfTexts(judgements.map(({ source }) => source))}::text[],
    ${arrayOfTexts(judgements.map(({ text }) => text))}::text[],
    ${arrayOfTexts(batch.sites)}::text[], ${arrayOfBytes(batch.digests)}::bytea[],
    ${arrayOf(batch.wholes)}::boolean[],
    ${arrayOf(keyedSlots.map(({ owner }) => owner))}::integer[],
    ${hashes(keys, 'key')}::bytea[], ${hashes(keys, 'request')}::bytea[],
    ${arrayOf(keyedSlots.map(({ first }) => first))}::integer[],
    ${arrayOf(keyedSlots.map(({ size }) => size))}::integer[],
    ${at}::timestamptz, ${period.month}::text, ${period.day}::integer, ${monthlyQuota}::integer
  )`.execute(db)
  const [taken] = rows
  if (taken === undefined) throw new Error('take_units answered nothing')
  return taken
}

function hashes(keys: readonly IdempotencyHashes[], which: keyof IdempotencyHashes): string {
  return arrayOfBytes(keys.map((key) => key[which]))
}

/** An account's units go to its claims in their order, as far as they last. */
function receiptOf(
  { owner, place, size }: Batch['slots'][number],
  { used, granted, limits }: Taken,
  { at, period }: Occasion,
): Receipt {
  const before = used[owner - 1] ?? undefined
  if (before === undefined) return { outcome: 'gone' }
  const ofAccount = granted[owner - 1] ?? 0
  const end = Math.min(place - 1 + size, ofAccount)
  const usage = { used: (before + end) as Units, limit: limits[owner - 1] ?? undefined, period }
  return { outcome: 'taken', granted: Math.max(0, end - place + 1), at, usage }
}

function receiptOfPast(past: Past, { period, timeZone }: Occasion): Receipt {
  const { used, limit, month, request, decisions } = past
  const then = month === period.month ? period : periodOfMonth(month, timeZone)
  const usage = { used, limit: limit ?? undefined, period: then }
  const requestHash = Buffer.from(request, 'hex')
  return { outcome: 'seen', requestHash, decisionIds: decisions, usage }
}
