import { type Kysely, sql } from 'kysely'

/** An idempotency key is charged once even if it comes again in the next month, at the same moment. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter function record_decisions rename to record_decisions_of_month`.execute(db)
  await sql.raw(recordDecisions()).execute(db)
}

/** Back to turns that end with the month. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function record_decisions`.execute(db)
  await sql`alter function record_decisions_of_month rename to record_decisions`.execute(db)
}

/**
 * Stored for good: a change of it is a new migration, and `ledger-nodes.test.ts` freezes what it
 * does.
 *
 * The function of migration 0002 gives claims of an account their turn by its row of `usage`, of
 * which every month has its own. A claim that is still at work at midnight, its answer lost, and its
 * repetition in the new month would not wait for each other, and both would be charged. So on the
 * first day of a month, when a claim has a key, the row of the month before is held, too. Where
 * there is none, it is made, which makes others wait as well, and taken away in the same transaction.
 */
function recordDecisions(): string {
  return `
create function record_decisions(
  batch jsonb, at timestamptz, this_month text, today integer, default_limit integer
) returns table (
  claim integer, outcome text, granted integer, used integer, monthly_limit integer,
  month text, request bytea, decision_ids uuid[]
) language plpgsql as $$
#variable_conflict use_column
declare
  accounts uuid[];
  made uuid[];
  last_month text := to_char(to_date(this_month, 'YYYY-MM') - 1, 'YYYY-MM');
begin
  if today = 1 and batch @? '$.claims[*].key' then
    select array_agg(locked.id) into accounts from (
      select id from account
      where id in (
        select (item ->> 'account')::uuid from jsonb_array_elements(batch -> 'claims') item
        where item ? 'key')
      order by id for key share
    ) locked;

    with new as (
      insert into usage (account_id, month)
      select id, last_month from unnest(accounts) id order by id
      on conflict do nothing returning account_id
    ) select array_agg(account_id) into made from new;

    perform from usage where account_id = any (accounts) and month = last_month
    order by account_id for update;

    delete from usage where account_id = any (made) and month = last_month;
  end if;

  return query select * from record_decisions_of_month(
    batch, at, this_month, today, default_limit);
end $$`
}
