import { sql } from 'kysely'
import type { Database } from '../store/database.ts'

/** Rows that one statement stores. */
const AT_ONCE = 250_000

/**
 * Stores made-up decisions of all accounts there are, spread over the past 85 days, and the units
 * they cost (all on the first day of their month). Needs PostgreSQL 18, for `uuidv7`, its superuser, and
 * no transaction.
 *
 * @param texts  What was judged, in turn; not none.
 */
export async function storeManyDecisions(
  db: Database,
  count: number,
  texts: readonly string[],
): Promise<void> {
  for (let first = 0; first < count; first += AT_ONCE) {
    await storeDecisions(db, { first, end: Math.min(count, first + AT_ONCE), count }, texts)
  }
  await sql`
    insert into usage (account_id, month, used, ham, spam)
    select account_id, month, ham + spam,
      array_prepend(ham, array_fill(0, array[30])), array_prepend(spam, array_fill(0, array[30]))
    from (
      select account_id, to_char(created_at at time zone 'UTC', 'YYYY-MM') as month,
        (count(*) filter (where not is_spam))::integer as ham,
        (count(*) filter (where is_spam))::integer as spam
      from decision group by 1, 2
    ) counted`.execute(db)
  // What the server would do later by itself, while somebody measures.
  await sql`vacuum (analyze) decision, usage`.execute(db)
  await sql`checkpoint`.execute(db)
}

interface Span {
  readonly first: number
  readonly end: number
  /** Decisions in all, of which these are the ones from `first` to `end`. */
  readonly count: number
}

async function storeDecisions(
  db: Database,
  { first, end, count }: Span,
  texts: readonly string[],
): Promise<void> {
  await sql`
    with accounts as materialized (select array_agg(id order by id) as ids from account)
    insert into decision (
      id, account_id, created_at, is_spam, verdict, spam_probability, model_version, source, text)
    select uuidv7(-age), ids[1 + i * 7919::bigint % cardinality(ids)], now() - age,
      i % 7 = 0, case when i % 7 = 0 then 'spam' else 'ham' end, (i % 997) / 997.0, '0123456789ab',
      null, texts[1 + i % cardinality(texts)]
    from accounts, (select ${[...texts]}::text[] as texts) messages,
      generate_series(${first}::integer, ${end - 1}::integer) i,
      lateral (select interval '85 days' * (1 - i::float8 / ${count}::integer) as age) aged
  `.execute(db)
}
