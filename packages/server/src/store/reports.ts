import type { Source } from '@hamlet/classifier'
import { type Selectable, sql } from 'kysely'
import type { Span } from '../domain/quota.ts'
import type { Report } from '../domain/report.ts'
import type { AccountId, ReportId, Seconds } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import { arrayOfTexts } from './array-literal.ts'
import type { Database, RootDatabase } from './database.ts'
import type { ReportTable } from './schema.ts'

/** What became of a report. */
export type ReportOutcome =
  /** It lives now, and the one before it, if there was one, has ended. */
  | { readonly outcome: 'made'; readonly report: Report }
  /** One that says the same lives already. */
  | { readonly outcome: 'same'; readonly report: Report }
  /** The account made as many within a day as it may; when the oldest of them is a day old, it may again. */
  | { readonly outcome: 'too-many'; readonly retryAfter: Seconds }
  /** The account was erased in between. */
  | { readonly outcome: 'gone' }

/** A report that is not stored yet. */
export type UnstoredReport = Omit<Report, 'id' | 'createdAt' | 'endedAt'>

/** How reports are stored. */
export interface ReportRules {
  /** Reports that an account may make within a day. */
  readonly limit: number
  readonly now: () => Date
  /** Ids that begin with the time, each greater than the one before it. */
  readonly newId: () => ReportId
}

const DAY_MS = 86_400_000

/**
 * Stores a report in place of the live one on the same decision or text, which ends. One that says the
 * same as the live one is not stored again.
 */
export function putReport(
  db: RootDatabase,
  accountId: AccountId,
  said: UnstoredReport,
  { limit, now, newId }: ReportRules,
): Promise<ReportOutcome> {
  return db.transaction().execute(async (tx) => {
    if (!(await lockReporter(tx, accountId))) return { outcome: 'gone' }
    const live = await findLive(tx, accountId, said)
    if (live && live.label === said.label && live.note === said.note) {
      return { outcome: 'same', report: live }
    }
    // Its time and its id are those of its turn, so that of two at once the one that lives is the later.
    const at = now()
    const wait = await millisecondsToWait(tx, accountId, limit, at)
    if (wait > 0) return { outcome: 'too-many', retryAfter: Math.ceil(wait / 1000) as Seconds }
    const report = { ...said, id: newId(), createdAt: at, endedAt: undefined }
    if (live) await endReport(tx, accountId, live.id, at)
    await tx.insertInto('report').values(rowOf(accountId, report)).execute()
    return { outcome: 'made', report }
  })
}

/** Reports of an account take turns, so that the last one lives. The ledger does not wait for them. */
async function lockReporter(tx: Database, accountId: AccountId): Promise<boolean> {
  const row = await tx
    .selectFrom('account')
    .select('id')
    .where('id', '=', accountId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row !== undefined
}

async function findLive(
  tx: Database,
  accountId: AccountId,
  { decisionId, text }: UnstoredReport,
): Promise<Report | undefined> {
  const live = tx
    .selectFrom('report')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
  if (decisionId !== undefined) {
    const row = await live.where('decision_id', '=', decisionId).executeTakeFirst()
    return row && reportOf(row)
  }
  if (text === undefined) return undefined
  const row = await live.where('text_digest', '=', sha256(text)).executeTakeFirst()
  return row && reportOf(row)
}

/** Until the account has made fewer than `limit` within a day; 0 or less when it has. */
async function millisecondsToWait(
  tx: Database,
  accountId: AccountId,
  limit: number,
  at: Date,
): Promise<number> {
  if (limit === 0) return DAY_MS
  const last = await tx
    .selectFrom('report')
    .select('created_at')
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .offset(limit - 1)
    .limit(1)
    .executeTakeFirst()
  return last ? last.created_at.getTime() + DAY_MS - at.getTime() : 0
}

/**
 * Ends a report of this account, if it lives; not before it was made, whatever the clocks of two nodes
 * say.
 *
 * @returns Whether there is one, living or not.
 */
export async function endReport(
  db: Database,
  accountId: AccountId,
  id: ReportId,
  at: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('report')
    .set({ ended_at: sql`coalesce(ended_at, greatest(created_at, ${at}))` })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Which reports are wanted: those before `before`, newest first. */
export interface ReportQuery {
  readonly limit: number
  readonly before?: ReportId | undefined
  /** Living ones only, or ended ones only; all when left out. */
  readonly isLive?: boolean | undefined
}

/** A page of an account's own reports, newest first. */
export async function listReports(
  db: Database,
  accountId: AccountId,
  { limit, before, isLive }: ReportQuery,
): Promise<readonly Report[]> {
  let query = db.selectFrom('report').selectAll().where('account_id', '=', accountId)
  if (before !== undefined) query = query.where('id', '<', before)
  if (isLive !== undefined) query = query.where('ended_at', isLive ? 'is' : 'is not', null)
  const rows = await query.orderBy('id', 'desc').limit(limit).execute()
  return rows.map(reportOf)
}

/** How often a month's live reports contradict the decisions that they are on. */
export interface Corrections {
  /** The site that the texts were sent to; `undefined` for those that were sent to none. */
  readonly site: string | undefined
  /** Decided to be ham, and reported as spam. */
  readonly missedSpam: number
  /** Decided to be spam, and reported as ham. */
  readonly falsePositives: number
}

/** Corrections that were made within a span and still live, by site. */
export async function countCorrections(
  db: Database,
  accountId: AccountId,
  { from, until }: Span,
): Promise<readonly Corrections[]> {
  let query = db
    .selectFrom('report')
    .select([
      'site',
      sql<number>`(count(*) filter (where is_spam))::integer`.as('missed'),
      sql<number>`(count(*) filter (where not is_spam))::integer`.as('wrong'),
    ])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .where(sql<boolean>`is_spam <> was_spam`)
  if (from !== undefined) query = query.where('created_at', '>=', from)
  if (until !== undefined) query = query.where('created_at', '<', until)
  const rows = await query.groupBy('site').execute()
  return rows.map(({ site, missed, wrong }) => ({
    site: site ?? undefined,
    missedSpam: missed,
    falsePositives: wrong,
  }))
}

/** How often live reports contradict decisions, whatever the site. */
export type CorrectionCount = Omit<Corrections, 'site'>

/** Corrections that were made within each of these spans and still live, in the order of the spans. */
export async function countCorrectionsBySpan(
  db: Database,
  accountId: AccountId,
  spans: readonly { readonly start: Date; readonly end: Date }[],
): Promise<readonly CorrectionCount[]> {
  const starts = arrayOfTexts(spans.map(({ start }) => start.toISOString()))
  const ends = arrayOfTexts(spans.map(({ end }) => end.toISOString()))
  const { rows } = await sql<CorrectionCount & { readonly place: number }>`
    select place::integer,
      (count(*) filter (where is_spam))::integer as "missedSpam",
      (count(*) filter (where not is_spam))::integer as "falsePositives"
    from unnest(${starts}::timestamptz[], ${ends}::timestamptz[])
      with ordinality as span (first, next, place)
    join report on created_at >= first and created_at < next
    where account_id = ${accountId} and ended_at is null and is_spam <> was_spam
    group by place`.execute(db)
  const found = new Map(rows.map(({ place, ...count }) => [place, count]))
  return spans.map((_, i) => found.get(i + 1) ?? { missedSpam: 0, falsePositives: 0 })
}

function rowOf(accountId: AccountId, report: Report): ReportTable {
  const { decided, text } = report
  return {
    id: report.id,
    account_id: accountId,
    decision_id: report.decisionId ?? null,
    text_digest: text === undefined ? null : sha256(text),
    text: text ?? null,
    was_spam: decided === undefined ? null : decided === 'spam',
    is_spam: report.label === 'spam',
    note: report.note ?? null,
    source: report.source ?? null,
    site: report.site ?? null,
    created_at: report.createdAt,
    ended_at: report.endedAt ?? null,
  }
}

function reportOf(row: Selectable<ReportTable>): Report {
  const labelOf = (isSpam: boolean) => (isSpam ? 'spam' : 'ham')
  return {
    id: row.id,
    decisionId: row.decision_id ?? undefined,
    decided: row.was_spam === null ? undefined : labelOf(row.was_spam),
    label: labelOf(row.is_spam),
    note: row.note ?? undefined,
    text: row.text ?? undefined,
    source: (row.source ?? undefined) as Source | undefined,
    site: row.site ?? undefined,
    createdAt: row.created_at,
    endedAt: row.ended_at ?? undefined,
  }
}
