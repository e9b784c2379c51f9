import { sql } from 'kysely'
import type { Period, Usage } from '../domain/quota.ts'
import type { AccountId, Units } from '../domain/units.ts'
import type { Database } from './database.ts'

/** Decisions of one day. */
export interface DayCount {
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly ham: number
  readonly spam: number
}

/** What an account took in one month; days on which nothing happened are left out. */
export interface MonthCount {
  readonly month: string
  readonly used: Units
  readonly days: readonly DayCount[]
}

/** What an account took in one month, in sum. */
export interface MonthTotal {
  readonly month: string
  readonly used: Units
  readonly ham: number
  readonly spam: number
}

/** What an account took in this period. */
export async function findUsage(
  db: Database,
  accountId: AccountId,
  { month }: Pick<Period, 'month'>,
): Promise<MonthCount> {
  const months = await listUsage(db, accountId, month)
  return months[0] ?? { month, used: 0 as Units, days: [] }
}

/**
 * What an account has taken of what it may take in a month, as it stands; `undefined` when there is no
 * such account. Only the ledger takes units: this is for sparing work that could not be paid for.
 */
export async function findUsageOfPeriod(
  db: Database,
  accountId: AccountId,
  period: Period,
  byDefault: Units,
): Promise<Usage | undefined> {
  const row = await db
    .selectFrom('account')
    .leftJoin('usage', (join) =>
      join.onRef('usage.account_id', '=', 'account.id').on('usage.month', '=', period.month),
    )
    .select(['limit_kind', 'monthly_limit', 'used'])
    .where('account.id', '=', accountId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const limit = row.limit_kind === 'default' ? byDefault : (row.monthly_limit ?? undefined)
  return { used: row.used ?? (0 as Units), limit, period }
}

/** What an account took in every month, oldest first, or in one. */
export async function listUsage(
  db: Database,
  accountId: AccountId,
  month?: string,
): Promise<readonly MonthCount[]> {
  let query = db.selectFrom('usage').selectAll().where('account_id', '=', accountId)
  if (month !== undefined) query = query.where('month', '=', month)
  const rows = await query.orderBy('month').execute()
  return rows.map((row) => ({
    month: row.month,
    used: row.used,
    days: daysOf(row.month, row.ham, row.spam),
  }))
}

/** The months before `before` in which an account took units, newest first. */
export async function listMonths(
  db: Database,
  accountId: AccountId,
  { limit, before }: { readonly limit: number; readonly before?: string | undefined },
): Promise<readonly MonthTotal[]> {
  let query = db
    .selectFrom('usage')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('used', '>', 0 as Units)
  if (before !== undefined) query = query.where('month', '<', before)
  const rows = await query.orderBy('month', 'desc').limit(limit).execute()
  return rows.map(({ month, used, ham, spam }) => ({ month, used, ham: sum(ham), spam: sum(spam) }))
}

/** What these accounts took in one month; those that took nothing are left out. */
export async function findUsageOfMany(
  db: Database,
  accountIds: readonly AccountId[],
  month: string,
): Promise<ReadonlyMap<AccountId, Units>> {
  if (accountIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('usage')
    .select(['account_id', 'used'])
    .where('account_id', 'in', accountIds)
    .where('month', '=', month)
    .execute()
  return new Map(rows.map((row) => [row.account_id, row.used]))
}

/** Decisions on what one site was sent in one month. */
export interface SiteMonth {
  /** `YYYY-MM`. */
  readonly month: string
  readonly site: string
  readonly ham: number
  readonly spam: number
}

/** An account's decisions by month and site, where one was named; of every month, or of one. */
export function listSiteMonths(
  db: Database,
  accountId: AccountId,
  month?: string,
): Promise<readonly SiteMonth[]> {
  let query = db
    .selectFrom('site_usage')
    .select(['month', 'site', 'ham', 'spam'])
    .where('account_id', '=', accountId)
  if (month !== undefined) query = query.where('month', '=', month)
  return query.orderBy('month').orderBy('site').execute()
}

/** How many sites an account's texts were sent to, by month; a month without any is left out. */
export async function countSites(
  db: Database,
  accountId: AccountId,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('site_usage')
    .select(['month', sql<number>`count(*)::integer`.as('sites')])
    .where('account_id', '=', accountId)
    .groupBy('month')
    .execute()
  return new Map(rows.map(({ month, sites }) => [month, sites]))
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}

function daysOf(month: string, ham: readonly number[], spam: readonly number[]): DayCount[] {
  const days = ham.map((count, i) => ({
    day: `${month}-${String(i + 1).padStart(2, '0')}`,
    ham: count,
    spam: spam[i] ?? 0,
  }))
  return days.filter((day) => day.ham + day.spam > 0)
}
