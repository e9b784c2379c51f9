import { type Account, type Caller, unitsOfLimit } from '../domain/account.ts'
import { periodOf, periodOfMonth, type Usage } from '../domain/quota.ts'
import type { AccountId, Units } from '../domain/units.ts'
import type { Database } from '../store/database.ts'
import { type DayCount, findUsage, listMonths, type MonthTotal } from '../store/usage.ts'
import { type AdministerDeps, showAccount } from './administer-accounts.ts'
import { showOwnAccount } from './own-account.ts'

/** What showing usage needs. */
export interface UsageDeps {
  readonly db: Database
  readonly now: () => Date
  readonly timeZone: string
  readonly monthlyQuota: Units
}

/** Usage of a month, and by day. */
export interface UsageByDay extends Usage {
  readonly timeZone: string
  readonly days: readonly DayCount[]
}

/** What the caller has used of the units of a month, `YYYY-MM`; of this one when left out. */
export async function showOwnUsage(
  deps: UsageDeps,
  caller: Caller,
  month?: string | undefined,
): Promise<UsageByDay> {
  return usageOf(deps, await showOwnAccount(deps, caller), month)
}

/**
 * What an account has used, to an administrator or its owner.
 *
 * @throws {DomainError} `account-not-found`.
 */
export async function showUsageOf(
  deps: UsageDeps & AdministerDeps,
  caller: Caller,
  id: AccountId,
  month?: string | undefined,
): Promise<UsageByDay> {
  return usageOf(deps, await showAccount(deps, caller, id), month)
}

async function usageOf(
  { db, now, timeZone, monthlyQuota }: UsageDeps,
  account: Account,
  month: string | undefined,
): Promise<UsageByDay> {
  const period = month === undefined ? periodOf(now(), timeZone) : periodOfMonth(month, timeZone)
  const { used, days } = await findUsage(db, account.id, period)
  return { used, limit: unitsOfLimit(account.monthlyLimit, monthlyQuota), period, timeZone, days }
}

/** The months in which the caller used units, newest first, and where the next page begins. */
export async function showMonths(
  { db }: Pick<UsageDeps, 'db'>,
  { accountId }: Caller,
  { limit, before }: { readonly limit: number; readonly before: string | undefined },
): Promise<{ readonly months: readonly MonthTotal[]; readonly nextCursor: string | undefined }> {
  const found = await listMonths(db, accountId, { limit: limit + 1, before })
  const months = found.slice(0, limit)
  return { months, nextCursor: found.length > limit ? months.at(-1)?.month : undefined }
}
