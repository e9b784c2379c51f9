import type { Label, Reason } from '@hamlet/classifier'
import type { Caller } from '../domain/account.ts'
import type { Decision } from '../domain/decision.ts'
import { DomainError } from '../domain/errors.ts'
import type { DecisionId } from '../domain/units.ts'
import type { Database } from '../store/database.ts'
import { findDecisions, listDecisions } from '../store/decisions.ts'
import { reasonsOf } from './classify-text.ts'
import type { Models } from './models.ts'

/** What looking back needs. */
export interface ReadDecisionsDeps {
  readonly db: Database
  readonly models: Models
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

/** The caller's own decisions, newest first. */
export async function browseDecisions(
  { db }: ReadDecisionsDeps,
  caller: Caller,
  query: {
    readonly limit: number
    readonly before: DecisionId | undefined
    readonly label: Label | undefined
  },
): Promise<DecisionPage> {
  const found = await listDecisions(db, caller.accountId, { ...query, limit: query.limit + 1 })
  const items = found.slice(0, query.limit)
  const nextCursor = found.length > query.limit ? items.at(-1)?.id : undefined
  return { items, nextCursor }
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
