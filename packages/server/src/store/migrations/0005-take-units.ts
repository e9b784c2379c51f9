import { type Kysely, sql } from 'kysely'

/**
 * The ledger's statement takes arrays, and its node says which decision is whose: nothing is parsed
 * from JSON, sorted, counted twice or joined, and an account is locked only when it gets its first
 * row of `usage`. Decisions are erased by their ids, which begin with their time, and need no index
 * of their age.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(HOLD_MONTH_BEFORE).execute(db)
  await sql.raw(TAKE_UNITS).execute(db)
  await sql`drop index decision_age`.execute(db)
}

/** Back to `record_decisions`, which stays for nodes of the version before. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`create index decision_age on decision (created_at)`.execute(db)
  await sql`drop function take_units, hold_month_before`.execute(db)
}

/** Holds the rows of `usage` that these accounts, which ascend, have in the month before. */
const HOLD_MONTH_BEFORE = `
create function hold_month_before(accounts uuid[], this_month text) returns void
language plpgsql as $$
declare
  last_month text := to_char(to_date(this_month, 'YYYY-MM') - 1, 'YYYY-MM');
  present uuid[];
  made uuid[];
begin
  select array_agg(id) into present from (
    select id from account where id = any (accounts) order by id for key share
  ) locked;

  with new as (
    insert into usage (account_id, month)
    select id, last_month from unnest(present) id order by id
    on conflict do nothing returning account_id
  ) select array_agg(account_id) into made from new;

  perform from usage where account_id = any (accounts) and month = last_month
  order by account_id for update;

  delete from usage where account_id = any (made) and month = last_month;
end $$`

/**
 * Stored for good: a change of it is a new migration, and `take-units.test.ts` freezes what it
 * answers.
 *
 * - `accounts` are distinct and ascending; `wanted` says how many units of each.
 * - A decision each: `owners` (whose, an index of `accounts`), `places` (its place among those of its
 *   owner, from 1) and the columns of `decision`.
 * - A claim with an idempotency key each: `keyed` (whose), `keys`, `requests`, `firsts` (the index of
 *   its first decision; the others follow) and `sizes`.
 *
 * One row comes back. Either `seen` lists claims whose keys were used within a day, by their index,
 * with what was answered then, and nothing was done: ask again without them. Or each account has its
 * units `used` before (null: there is no such account), `granted` now, and its limit.
 *
 * Why it is exact: whoever takes units of an account first holds its row of `usage`, and in READ
 * COMMITTED each statement of this function sees what was committed before it began, so keys that are
 * looked up after the lock are not stale. A row that is locked stays where it is, so it is changed by
 * its place. Why nodes never deadlock: accounts, then rows of `usage` of
 * the month before, then those of this month are locked, each in the order of the ids. Why an account
 * that is erased keeps no decision: erasing waits for its row of `usage`. Why the planner has no
 * choice: a table that grew since it was analysed would be read as a whole for each batch.
 *
 * On the first day of a month a claim with a key holds the row of the month before, too, made for the
 * purpose where there is none: see migration 0003.
 */
const TAKE_UNITS = `
create function take_units(
  accounts uuid[], wanted integer[],
  owners integer[], places integer[], ids uuid[], spams boolean[], verdicts text[],
  probabilities double precision[], versions text[], sources text[], texts text[],
  keyed integer[], keys bytea[], requests bytea[], firsts integer[], sizes integer[],
  at timestamptz, this_month text, today integer, default_limit integer
) returns table (used integer[], granted integer[], limits integer[], seen jsonb)
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
as $$
#variable_conflict use_column
declare
  used_before integer[];
  grants integer[];
  bounds integer[];
  rows tid[];
  changed integer;
  answered jsonb;
begin
  if today = 1 and cardinality(keyed) > 0 then
    perform hold_month_before(
      array(select accounts[owner] from unnest(keyed) owner order by 1), this_month);
  end if;

  if exists (
    select from unnest(accounts) id
    where not exists (select from usage where account_id = id and month = this_month)
  ) then
    insert into usage (account_id, month)
    select id, this_month from account where id = any (accounts) order by id for key share
    on conflict do nothing;
  end if;

  select array_agg(now.used order by n), array_agg(now.bound order by n),
    array_agg(case when now.used is null then 0 else greatest(0, least(units, bound - now.used)) end
      order by n),
    array_agg(now.row order by n)
  into used_before, bounds, grants, rows
  from unnest(accounts, wanted) with ordinality as asked (id, units, n)
  left join lateral (
    select usage.ctid as row, usage.used,
      case limit_kind when 'default' then default_limit else monthly_limit end as bound
    from usage join account on account.id = account_id
    where account_id = asked.id and month = this_month
    for update of usage
  ) now on true;

  if cardinality(keyed) > 0 then
    select jsonb_agg(jsonb_build_object(
      'claim', n - 1, 'used', past.used, 'limit', past.monthly_limit, 'month', past.month,
      'request', encode(past.request_hash, 'hex'), 'decisions', to_jsonb(past.decision_ids)))
    into answered
    from unnest(keyed, keys) with ordinality as claim (owner, key, n)
    cross join lateral (
      select * from idempotency
      where account_id = accounts[owner] and key_hash = key and created_at > at - interval '24 hours'
    ) past;
    if answered is not null then
      return query select null::integer[], null::integer[], null::integer[], answered;
      return;
    end if;
  end if;

  insert into decision (
    id, account_id, created_at, is_spam, verdict, spam_probability, model_version, source, text)
  select id, accounts[owner], at, is_spam, verdict, probability, version, source, text
  from unnest(owners, places, ids, spams, verdicts, probabilities, versions, sources, texts)
    as paid (owner, place, id, is_spam, verdict, probability, version, source, text)
  where place <= grants[owner];

  update usage set
    used = usage.used + taken.units,
    ham[today] = ham[today] + taken.units - taken.spam_units,
    spam[today] = spam[today] + taken.spam_units
  from (
    select rows[owner] as row,
      count(*)::integer as units, (count(*) filter (where is_spam))::integer as spam_units
    from unnest(owners, places, spams) as paid (owner, place, is_spam)
    where place <= grants[owner] group by owner
  ) taken
  where usage.ctid = taken.row;

  get diagnostics changed = row_count;
  if changed <> (select count(*) from unnest(grants) units where units > 0) then
    raise exception 'a row of usage was not where it was locked';
  end if;

  if cardinality(keyed) > 0 then
    insert into idempotency (
      account_id, key_hash, request_hash, decision_ids, used, monthly_limit, month, created_at)
    select accounts[owner], key, request, ids[first:first + units - 1],
      used_before[owner] + places[first] - 1 + units, bounds[owner], this_month, at
    from (
      select claim.*, least(size, grants[owner] - places[first] + 1) as units
      from unnest(keyed, keys, requests, firsts, sizes) as claim (owner, key, request, first, size)
    ) paid where units > 0
    on conflict (account_id, key_hash) do update set
      request_hash = excluded.request_hash, decision_ids = excluded.decision_ids,
      used = excluded.used, monthly_limit = excluded.monthly_limit,
      month = excluded.month, created_at = excluded.created_at;
  end if;

  return query select used_before, grants, bounds, null::jsonb;
end $$`
