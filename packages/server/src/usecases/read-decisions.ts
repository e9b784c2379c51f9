import type { Label, Reason } from '@hamlet/classifier'
import { type Caller, comparableName } from '../domain/account.ts'
import type { Decision } from '../domain/decision.ts'
import { DomainError } from '../domain/errors.ts'
import { spanOfDays } from '../domain/quota.ts'
import type { AccountId, DecisionId } from '../domain/units.ts'
import type { Database } from '../store/database.ts'
import { type DecisionQuery, findDecisions, listDecisions } from '../store/decisions.ts'
import { reasonsOf } from './classify-text.ts'
import type { Models } from './models.ts'

/** What looking back needs. */
export interface ReadDecisionsDeps {
  readonly db: Database
  readonly models: Models
  /** Whose days are meant. */
  readonly timeZone: string
}

/** Which decisions are wanted. */
export interface Browsing {
  readonly limit: number
  readonly before: DecisionId | undefined
  readonly label: Label | undefined
  /** What the text holds, in any case; empty for any text, and for those that were not kept. */
  readonly holding: string
  /** The first and the last day, `YYYY-MM-DD`. */
  readonly from: string | undefined
  readonly to: string | undefined
}

/** A page of decisions, and where the next one begins. */
export interface DecisionPage {
  readonly items: readonly Decision[]
  readonly nextCursor: DecisionId | undefined
}

/** A decision with its reasons, where its text was kept. */
export interface ExplainedDecision {
  readonly decision: Decision
  readonly explanation: { readonly bias: number; readonly reasons: readonly Reason[] } | undefined
}

/**
 * The caller's own decisions, newest first.
 *
 * A page of those that hold something may be short of its limit, or empty, while others follow: only
 * so many are looked through for one answer.
 */
export async function browseDecisions(
  { db, timeZone }: ReadDecisionsDeps,
  caller: Caller,
  { limit, before, label, holding, from, to }: Browsing,
): Promise<DecisionPage> {
  const query = { limit, before, label, span: spanOfDays({ from, to }, timeZone) }
  if (holding !== '') return searchDecisions(db, caller.accountId, query, holding)
  const found = await listDecisions(db, caller.accountId, { ...query, limit: limit + 1 })
  const items = found.slice(0, limit)
  const nextCursor = found.length > limit ? items.at(-1)?.id : undefined
  return { items, nextCursor }
}

/** Decisions that are read at once, and looked through at most, as well as their characters. */
const AT_ONCE = 200
const MOST_SEARCHED = 10_000
const MOST_CHARS = 4_000_000

/** Compared here: what a database takes for the same letter depends on its locale. */
async function searchDecisions(
  db: Database,
  accountId: AccountId,
  query: DecisionQuery,
  holding: string,
): Promise<DecisionPage> {
  const wanted = comparableName(holding)
  const items: Decision[] = []
  let before = query.before
  let searched = 0
  let chars = 0
  for (;;) {
    const batch = await listDecisions(db, accountId, { ...query, before, limit: AT_ONCE })
    for (const decision of batch) {
      const isFull = items.length === query.limit
      if (isFull || searched === MOST_SEARCHED || chars >= MOST_CHARS) {
        return { items, nextCursor: before }
      }
      const { id, text = '' } = decision
      before = id
      searched++
      chars += text.length
      if (comparableName(text).includes(wanted)) items.push(decision)
    }
    if (batch.length < AT_ONCE) return { items, nextCursor: undefined }
  }
}

/** Reasons that one decision is shown with at most. */
const MOST_REASONS = 50

/**
 * One of the caller's decisions, explained by the model that made it.
 *
 * @throws {DomainError} `decision-not-found`, also for one of somebody else.
 */
export async function explainDecision(
  deps: ReadDecisionsDeps,
  caller: Caller,
  id: DecisionId,
): Promise<ExplainedDecision> {
  const [decision] = await findDecisions(deps.db, caller.accountId, [id])
  if (decision === undefined) throw new DomainError('decision-not-found', {})
  const { text } = decision
  if (text === undefined) return { decision, explanation: undefined }
  return { decision, explanation: await reasonsOf(deps, decision, text, MOST_REASONS) }
}
