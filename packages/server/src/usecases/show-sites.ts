import type { Caller } from '../domain/account.ts'
import { type Period, periodOf, periodOfMonth } from '../domain/quota.ts'
import { countCorrections } from '../store/reports.ts'
import { listSiteMonths } from '../store/usage.ts'
import type { UsageDeps } from './show-usage.ts'

/** Decisions of one month on what one site was sent, and corrections of them that live. */
export interface SiteCount {
  readonly site: string
  readonly total: number
  readonly ham: number
  readonly spam: number
  readonly missedSpam: number
  readonly falsePositives: number
}

/** Which sites are wanted, and in which order: the largest count first. */
export interface SiteBrowsing {
  /** `YYYY-MM`; this month when left out. */
  readonly month: string | undefined
  /** What the site's name holds; case does not matter. */
  readonly filter: string
  readonly order: Exclude<keyof SiteCount, 'site'>
  readonly limit: number
  readonly offset: number
}

/** A part of the sites that were found, and how many they are in all. */
export interface SitePage {
  readonly month: string
  readonly sites: readonly SiteCount[]
  readonly total: number
}

/** The sites that the caller's texts of a month were sent to. Cost: O(n log n) in their number. */
export async function showSites(
  { db, now, timeZone }: Pick<UsageDeps, 'db' | 'now' | 'timeZone'>,
  { accountId }: Caller,
  { month, filter, order, limit, offset }: SiteBrowsing,
): Promise<SitePage> {
  const period: Period =
    month === undefined ? periodOf(now(), timeZone) : periodOfMonth(month, timeZone)
  const [months, corrections] = await Promise.all([
    listSiteMonths(db, accountId, period.month),
    countCorrections(db, accountId, { from: period.start, until: period.end }),
  ])
  const wrong = new Map(corrections.map(({ site, ...count }) => [site, count]))
  const names = new Set([...months, ...corrections].flatMap(({ site }) => site ?? []))
  const counts = new Map(months.map((one) => [one.site, one]))
  const found = [...names]
    .filter((site) => site.includes(filter.toLowerCase()))
    .map((site): SiteCount => {
      const { ham, spam } = counts.get(site) ?? { ham: 0, spam: 0 }
      const { missedSpam, falsePositives } = wrong.get(site) ?? NOTHING_WRONG
      return { site, total: ham + spam, ham, spam, missedSpam, falsePositives }
    })
    .sort((a, b) => b[order] - a[order] || (a.site < b.site ? -1 : 1))
  return { month: period.month, sites: found.slice(offset, offset + limit), total: found.length }
}

const NOTHING_WRONG = { missedSpam: 0, falsePositives: 0 }
