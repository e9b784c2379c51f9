import type { Label, Source } from '@hamlet/classifier'
import type { Caller } from '../domain/account.ts'
import { checkSite, checkTexts, type Decision } from '../domain/decision.ts'
import { DomainError } from '../domain/errors.ts'
import type { Report } from '../domain/report.ts'
import type { AccountId, DecisionId, ReportId } from '../domain/units.ts'
import type { Database, RootDatabase } from '../store/database.ts'
import { findDecisionOfText, findDecisions } from '../store/decisions.ts'
import { endReport, listReports, putReport } from '../store/reports.ts'

/** What reporting needs. */
export interface ReportDeps {
  readonly db: RootDatabase
  readonly now: () => Date
  /** Ids that begin with the time, each greater than the one before it. */
  readonly newReportId: () => ReportId
  readonly maxTextChars: number
  /** Whether texts are kept with reports. */
  readonly storesTexts: boolean
  /** Reports that an account may make in 24 hours. */
  readonly reportsPerDay: number
}

/** What a caller says. */
export interface ReportRequest {
  readonly label: Label
  readonly note?: string | undefined
  /** What is meant: a decision by its id, or a text. */
  readonly subject: ReportSubject
}

/** What a report is on. */
export type ReportSubject =
  | { readonly kind: 'decision'; readonly id: DecisionId }
  | TextSubject
  | JudgedText

/**
 * A text that may have been judged for a client that knows no ids, or has lost them: then that decision
 * is meant.
 */
interface JudgedText extends Omit<TextSubject, 'kind'> {
  readonly kind: 'judged-text'
  /** The decision's id, where the client knows one; it need not be one of the caller's. */
  readonly decisionId?: DecisionId | undefined
}

interface TextSubject {
  readonly kind: 'text'
  readonly text: string
  /** Where it stands in the request, as a JSON Pointer after `#`. */
  readonly pointer: string
  readonly source?: Source | undefined
  readonly site?: string | undefined
}

/** A report, and whether it is a new one. */
export interface Reported {
  readonly report: Report
  readonly isNew: boolean
}

/**
 * Stores what a caller says of a decision of theirs, or of a text. It takes the place of what they said
 * of it before, which stays as history; saying the same again changes nothing. It costs no unit.
 *
 * @throws {DomainError} `decision-not-found`, also for one of somebody else; `invalid-request` (not
 *   Unicode), `text-empty`, `text-too-long`, `too-many-reports`.
 */
export async function reportDecision(
  deps: ReportDeps,
  caller: Caller,
  { label, note, subject }: ReportRequest,
): Promise<Reported> {
  return put(deps, caller, { label, note, ...(await factsOf(deps, caller, subject)) })
}

/**
 * {@link reportDecision} for clients that know no ids. Where texts are not stored and no decision is
 * found, nothing is: nobody could say what it would be about, nor that it had been said before.
 */
export async function reportJudgedText(
  deps: ReportDeps,
  caller: Caller,
  { label, subject }: { readonly label: Label; readonly subject: JudgedText },
): Promise<void> {
  const facts = await factsOf(deps, caller, subject)
  if (facts.decisionId === undefined && facts.text === undefined) return
  await put(deps, caller, { label, note: undefined, ...facts })
}

async function put(
  deps: ReportDeps,
  caller: Caller,
  said: Pick<Report, 'label' | 'note'> & SubjectFacts,
): Promise<Reported> {
  const limit = deps.reportsPerDay
  const rules = { limit, now: deps.now, newId: deps.newReportId }
  const outcome = await putReport(deps.db, caller.accountId, said, rules)
  switch (outcome.outcome) {
    case 'made':
    case 'same':
      return { report: outcome.report, isNew: outcome.outcome === 'made' }
    case 'too-many':
      throw new DomainError('too-many-reports', { limit, retryAfter: outcome.retryAfter })
    case 'gone':
      throw new DomainError('invalid-token', { credential: 'bad' })
  }
}

type SubjectFacts = Pick<Report, 'decisionId' | 'decided' | 'text' | 'source' | 'site'>

async function factsOf(
  deps: ReportDeps,
  { accountId }: Caller,
  subject: ReportSubject,
): Promise<SubjectFacts> {
  if (subject.kind === 'decision') {
    const [decision] = await findDecisions(deps.db, accountId, [subject.id])
    if (decision === undefined) throw new DomainError('decision-not-found', {})
    return factsOfDecision(decision)
  }
  const { text, pointer, source, site } = subject
  checkTexts([text], () => pointer, deps.maxTextChars)
  checkSite(site)
  const judged = subject.kind === 'judged-text' && (await findJudged(deps, accountId, subject))
  if (judged) return factsOfDecision(judged)
  const kept = deps.storesTexts ? text : undefined
  return { decisionId: undefined, decided: undefined, text: kept, source, site }
}

async function findJudged(
  { db }: ReportDeps,
  accountId: AccountId,
  { decisionId, text }: JudgedText,
): Promise<Decision | undefined> {
  const [named] = decisionId ? await findDecisions(db, accountId, [decisionId]) : []
  return named ?? findDecisionOfText(db, accountId, text)
}

function factsOfDecision({ id, label, source, site }: Decision): SubjectFacts {
  return { decisionId: id, decided: label, text: undefined, source, site }
}

/** Which reports are wanted. */
export interface ReportBrowsing {
  readonly limit: number
  readonly before: ReportId | undefined
  /** Living ones only, or ended ones only; all when left out. */
  readonly isLive: boolean | undefined
}

/** The caller's own reports, newest first, and where the next page begins. */
export async function browseReports(
  { db }: { readonly db: Database },
  { accountId }: Caller,
  { limit, before, isLive }: ReportBrowsing,
): Promise<{ readonly items: readonly Report[]; readonly nextCursor: ReportId | undefined }> {
  const found = await listReports(db, accountId, { limit: limit + 1, before, isLive })
  const items = found.slice(0, limit)
  return { items, nextCursor: found.length > limit ? items.at(-1)?.id : undefined }
}

/** Withdraws a report, which stays as history. @throws {DomainError} `report-not-found`. */
export async function withdrawReport(
  { db, now }: Pick<ReportDeps, 'db' | 'now'>,
  { accountId }: Caller,
  id: ReportId,
): Promise<void> {
  const wasThere = await endReport(db, accountId, id, now())
  if (!wasThere) throw new DomainError('report-not-found', {})
}
