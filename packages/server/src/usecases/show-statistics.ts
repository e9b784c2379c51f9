import type { Caller } from '../domain/account.ts'
import { periodsBetween } from '../domain/quota.ts'
import type { Seconds } from '../domain/units.ts'
import { type CorrectionCount, countCorrectionsBySpan } from '../store/reports.ts'
import { countSites, listMonths } from '../store/usage.ts'
import { showOwnAccount } from './own-account.ts'
import type { UsageDeps } from './show-usage.ts'

/** Decisions, and the corrections that were made of decisions and live. */
export interface Counts extends CorrectionCount {
  readonly ham: number
  readonly spam: number
}

/** What happened in one month. */
export interface MonthCounts extends Counts {
  /** `YYYY-MM`. */
  readonly month: string
  /** Sites that texts were sent to. */
  readonly sites: number
}

/**
 * The caller's months, oldest first, in which something happened.
 *
 * @param count  How many months at most, this one among them, since the account was made.
 */
export async function showStatistics(
  { db, now, timeZone }: Pick<UsageDeps, 'db' | 'now' | 'timeZone'>,
  caller: Caller,
  count: number,
): Promise<readonly MonthCounts[]> {
  const { createdAt } = await showOwnAccount({ db }, caller)
  const periods = periodsBetween(createdAt, now(), timeZone).slice(-count)
  const [months, sites, corrections] = await Promise.all([
    listMonths(db, caller.accountId, { limit: periods.length }),
    countSites(db, caller.accountId),
    countCorrectionsBySpan(db, caller.accountId, periods),
  ])
  const decided = new Map(months.map((one) => [one.month, one]))
  return periods
    .map(({ month }, i): MonthCounts => {
      const { ham, spam } = decided.get(month) ?? { ham: 0, spam: 0 }
      const { missedSpam, falsePositives } = corrections[i] ?? { missedSpam: 0, falsePositives: 0 }
      return { month, ham, spam, missedSpam, falsePositives, sites: sites.get(month) ?? 0 }
    })
    .filter(({ ham, spam, missedSpam, falsePositives }) => ham + spam + missedSpam + falsePositives)
}

/** The counts of several months together. */
export function sumOf(months: readonly Counts[]): Counts {
  const sum = (count: (one: Counts) => number) => months.reduce((all, one) => all + count(one), 0)
  return {
    ham: sum(({ ham }) => ham),
    spam: sum(({ spam }) => spam),
    missedSpam: sum(({ missedSpam }) => missedSpam),
    falsePositives: sum(({ falsePositives }) => falsePositives),
  }
}

/** The share of decisions that nobody has corrected, from 0 to 1; 0 where there is none. */
export function shareRight({ ham, spam, missedSpam, falsePositives }: Counts): number {
  const decisions = ham + spam
  return decisions === 0 ? 0 : Math.max(0, 1 - (missedSpam + falsePositives) / decisions)
}

/**
 * What it takes somebody to see that a message is spam, and to delete it.
 *
 * Source: Nucleus Research and KnowledgeStorm, survey of 849 users of e-mail, March 2007.
 */
const SECONDS_PER_SPAM = 16

/** The time that spam would have cost that was found, and was spam. */
export function secondsSaved({ spam, falsePositives }: Counts): Seconds {
  return (Math.max(0, spam - falsePositives) * SECONDS_PER_SPAM) as Seconds
}
