import type { Account, Caller } from '../domain/account.ts'
import type { Decision } from '../domain/decision.ts'
import type { Report } from '../domain/report.ts'
import type { DecisionId, ReportId } from '../domain/units.ts'
import { type ApiKey, listApiKeys } from '../store/api-keys.ts'
import type { Database } from '../store/database.ts'
import { listDecisions } from '../store/decisions.ts'
import { listReports } from '../store/reports.ts'
import { listSessions, type Session } from '../store/sessions.ts'
import { listSiteMonths, listUsage, type MonthCount, type SiteMonth } from '../store/usage.ts'
import { showOwnAccount } from './own-account.ts'

/** What exporting needs. */
export interface ExportDeps {
  readonly db: Database
  readonly now: () => Date
}

/** All that is stored about an account (LGPD, art. 18, II and V). */
export interface AccountExport {
  readonly account: Account
  readonly sessions: readonly Session[]
  readonly keys: readonly ApiKey[]
  readonly usage: readonly MonthCount[]
  readonly sites: readonly SiteMonth[]
  /** Every report, newest first, read as it is asked for. */
  readonly reports: AsyncIterable<Report>
  /** Every decision, newest first, read as it is asked for: there may be millions. */
  readonly decisions: AsyncIterable<Decision>
}

const PAGE = 1000

/** Gathers all that is stored about the caller. Hashes of passwords, tokens and keys stay behind. */
export async function exportAccount(deps: ExportDeps, caller: Caller): Promise<AccountExport> {
  const { db, now } = deps
  const [account, sessions, keys, usage, sites] = await Promise.all([
    showOwnAccount(deps, caller),
    listSessions(db, caller.accountId, now()),
    listApiKeys(db, caller.accountId),
    listUsage(db, caller.accountId),
    listSiteMonths(db, caller.accountId),
  ])
  return {
    ...{ account, sessions, keys, usage, sites },
    reports: everyReport(db, caller),
    decisions: everyDecision(db, caller),
  }
}

async function* everyReport(db: Database, caller: Caller): AsyncGenerator<Report> {
  let before: ReportId | undefined
  for (;;) {
    const page = await listReports(db, caller.accountId, { limit: PAGE, before })
    yield* page
    before = page.at(-1)?.id
    if (page.length < PAGE) return
  }
}

async function* everyDecision(db: Database, caller: Caller): AsyncGenerator<Decision> {
  let before: DecisionId | undefined
  for (;;) {
    const page = await listDecisions(db, caller.accountId, { limit: PAGE, before })
    yield* page
    before = page.at(-1)?.id
    if (page.length < PAGE) return
  }
}
