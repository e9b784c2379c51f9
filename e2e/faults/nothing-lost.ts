import assert from 'node:assert/strict'
import { isAnswered, type Load, type Sent } from './load.ts'
import type { Stand } from './stand.ts'

/** A decision as it is stored. */
interface Stored {
  readonly id: string
  readonly account: string
  readonly text: string
}

/**
 * Holds a load that has ended, everything repeated that may be, to what is stored: what was answered
 * is there, once; what has a key was charged once in all; of the rest all texts of a request are
 * there or none; and the units of each account are its decisions.
 *
 * @returns How many requests were refused, or broke, and were stored all the same.
 */
export async function assertNothingLost(stand: Stand, load: Load): Promise<number> {
  const stored = await stand.sql<Stored>('select id, account_id as account, text from decision')
  const byText = Map.groupBy(stored, ({ text }) => text)
  let unanswered = 0
  for (const one of load.sent) {
    const decisions = one.request.texts.flatMap((text) => byText.get(text) ?? [])
    assertStoredOnce(one, decisions)
    if (isStoredUnanswered(one, decisions)) unanswered++
  }
  await assertUnitsAreDecisions(stand)
  return unanswered
}

function assertStoredOnce(one: Sent, decisions: readonly Stored[]): void {
  const { request, attempts } = one
  const what = `${request.path} ${JSON.stringify(request.texts)} ${JSON.stringify(attempts)}`
  if (!isAnswered(one) && decisions.length === 0) {
    assert.ok(!request.hasKey, `was not repeated until it was answered: ${what}`)
    return
  }
  const texts = decisions.map(({ text }) => text)
  assert.deepEqual(texts, request.texts, `each text is stored once: ${what}`)
  const ids = decisions.map(({ id }) => id)
  for (const { outcome, ids: answered } of attempts) {
    if (outcome === '200') assert.deepEqual(answered, ids, `what is stored was answered: ${what}`)
  }
  for (const { account } of decisions) assert.equal(account, request.account.id)
}

/** The first sending that was answered came too late to have made the decisions, if there is one. */
function isStoredUnanswered({ attempts }: Sent, [first]: readonly Stored[]): boolean {
  if (first === undefined) return false
  const answered = attempts.find(({ outcome }) => outcome === '200')
  return answered === undefined || madeAt(first.id) < answered.startedAt
}

/** When a decision was made, in milliseconds since 1970. Source: RFC 9562, section 5.7. */
function madeAt(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
}

/** Of every account there is, counted in one statement, so at one moment. */
async function assertUnitsAreDecisions({ sql, accounts }: Stand): Promise<void> {
  const rows = await sql<Counts>(COUNTS)
  assert.equal(rows.length, accounts.length)
  for (const { account, decisions, spam, used, ham_days, spam_days } of rows) {
    assert.deepEqual(
      { used, ham_days, spam_days },
      { used: decisions, ham_days: decisions - spam, spam_days: spam },
      `units of ${account} are its decisions, by day, too`,
    )
  }
}

interface Counts {
  readonly account: string
  readonly decisions: number
  readonly spam: number
  readonly used: number
  readonly ham_days: number
  readonly spam_days: number
}

const COUNTS = `
  with stored as (
    select account_id, count(*)::integer as decisions,
      (count(*) filter (where is_spam))::integer as spam
    from decision group by account_id
  ), counted as (
    select account_id, sum(used)::integer as used,
      sum((select sum(n) from unnest(ham) n))::integer as ham_days,
      sum((select sum(n) from unnest(spam) n))::integer as spam_days
    from usage group by account_id
  )
  select account_id as account, coalesce(decisions, 0) as decisions, coalesce(spam, 0) as spam,
    coalesce(used, 0) as used, coalesce(ham_days, 0) as ham_days, coalesce(spam_days, 0) as spam_days
  from stored full join counted using (account_id)`
