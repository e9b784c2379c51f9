import type { Decision } from '../domain/decision.ts'
import type { Units } from '../domain/units.ts'
import type { AccountExport } from '../usecases/export-account.ts'
import { decisionReply, ownAccountReply, reportReply } from './wire.ts'

/** An export as the pieces of one JSON text; decisions are read while they are sent. */
export async function* exportReply(
  exported: AccountExport,
  monthlyQuota: Units,
): AsyncGenerator<string> {
  const { account, sessions, keys, usage, sites, reports, decisions } = exported
  const head = {
    account: ownAccountReply(account, monthlyQuota),
    sessions: sessions.map((session) => ({
      id: session.id,
      scopes: session.scopes,
      user_agent: session.userAgent ?? null,
      created_at: session.createdAt,
      last_used_at: session.lastUsedAt,
      expires_at: session.expiresAt,
    })),
    keys: keys.map((key) => ({
      id: key.id,
      name: key.name,
      prefix: key.prefix,
      scopes: key.scopes,
      created_at: key.createdAt,
      over_quota: key.overQuota,
      expires_at: key.expiresAt ?? null,
      last_used_at: key.lastUsedAt ?? null,
    })),
    usage,
    sites,
  }
  yield `${JSON.stringify(head).slice(0, -1)},"reports":[`
  yield* joined(reports, reportReply)
  yield '],"decisions":['
  yield* joined(decisions, exportedDecision)
  yield ']}'
}

async function* joined<Item>(
  items: AsyncIterable<Item>,
  replyOf: (item: Item) => object,
): AsyncGenerator<string> {
  let comma = ''
  for await (const item of items) {
    yield comma + JSON.stringify(replyOf(item))
    comma = ','
  }
}

function exportedDecision(decision: Decision) {
  const { source, site, text, createdAt } = decision
  return {
    ...decisionReply(decision),
    source: source ?? null,
    site: site ?? null,
    text: text ?? null,
    created_at: createdAt,
  }
}
