import { type Caller, unitsOfLimit } from '../domain/account.ts'
import { periodOf, type Usage } from '../domain/quota.ts'
import type { Units } from '../domain/units.ts'
import type { Database } from '../store/database.ts'
import { type DayCount, findUsage } from '../store/usage.ts'
import { showOwnAccount } from './own-account.ts'

/** What showing usage needs. */
export interface UsageDeps {
  readonly db: Database
  readonly now: () => Date
  readonly timeZone: string
  readonly monthlyQuota: Units
}

/** Usage of this month, and by day. */
export interface UsageByDay extends Usage {
  readonly days: readonly DayCount[]
}

/** What the caller has used of this month's units. */
export async function showUsage(deps: UsageDeps, caller: Caller): Promise<UsageByDay> {
  const period = periodOf(deps.now(), deps.timeZone)
  const [account, { used, days }] = await Promise.all([
    showOwnAccount(deps, caller),
    findUsage(deps.db, caller.accountId, period),
  ])
  const limit = unitsOfLimit(account.monthlyLimit, deps.monthlyQuota)
  return { used, limit, period, days }
}
