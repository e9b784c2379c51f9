import type { Label, Probability, Source } from '@hamlet/classifier'
import type { Selectable } from 'kysely'
import type { Decision } from '../domain/decision.ts'
import type { Span } from '../domain/quota.ts'
import type { AccountId, DecisionId } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import { lowestIdOf } from '../security/time-ids.ts'
import type { Database } from './database.ts'
import type { DecisionTable } from './schema.ts'

/** Which decisions are wanted: those before `before`, newest first. */
export interface DecisionQuery {
  readonly limit: number
  readonly before?: DecisionId | undefined
  readonly label?: Label | undefined
  readonly span?: Span | undefined
}

/**
 * An id is older than its row, by as long as the decision waited for its batch, and younger where a
 * clock was set back.
 */
const SLACK_MS = 3_600_000

/** A page of an account's own decisions, newest first. */
export async function listDecisions(
  db: Database,
  accountId: AccountId,
  { limit, before, label, span }: DecisionQuery,
): Promise<readonly Decision[]> {
  let query = db.selectFrom('decision').selectAll().where('account_id', '=', accountId)
  if (before !== undefined) query = query.where('id', '<', before)
  if (label !== undefined) query = query.where('is_spam', '=', label === 'spam')
  // Ids begin with their time and are what the index is in order of.
  if (span?.from) {
    query = query
      .where(
        'id',
        '>=',
        lowestIdOf<DecisionId>(new Date(Math.max(0, span.from.getTime() - SLACK_MS))),
      )
      .where('created_at', '>=', span.from)
  }
  if (span?.until) {
    query = query
      .where('id', '<', lowestIdOf<DecisionId>(new Date(span.until.getTime() + SLACK_MS)))
      .where('created_at', '<', span.until)
  }
  const rows = await query.orderBy('id', 'desc').limit(limit).execute()
  return rows.map(decisionOf)
}

/** Those of an account's decisions that have these ids, in the order of the ids. */
export async function findDecisions(
  db: Database,
  accountId: AccountId,
  ids: readonly DecisionId[],
): Promise<readonly Decision[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('decision')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('id', 'in', ids)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, decisionOf(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/**
 * The newest of an account's decisions on this very text, among those that were recorded to be found
 * by it and whose text was kept.
 */
export async function findDecisionOfText(
  db: Database,
  accountId: AccountId,
  text: string,
): Promise<Decision | undefined> {
  const row = await db
    .selectFrom('decision')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('text_digest', '=', sha256(text))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && decisionOf(row)
}

function decisionOf(row: Selectable<DecisionTable>): Decision {
  return {
    id: row.id,
    label: row.is_spam ? 'spam' : 'ham',
    verdict: row.verdict,
    spamProbability: row.spam_probability as Probability,
    modelVersion: row.model_version,
    source: (row.source ?? undefined) as Source | undefined,
    createdAt: row.created_at,
    site: row.site ?? undefined,
    text: row.text ?? undefined,
  }
}
