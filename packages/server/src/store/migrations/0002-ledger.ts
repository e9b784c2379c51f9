import { type Kysely, sql } from 'kysely'

/** Units, the decisions they paid for, and the function that takes both in one step. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

/** Takes all of it away again, with every decision and receipt. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop function record_decisions(jsonb, timestamptz, text, integer, integer)`.execute(db)
  await sql`drop table idempotency, decision, usage, model`.execute(db)
}

const STATEMENTS: readonly string[] = [
  `create table model (
    version text primary key,
    origin text not null check (origin in ('file', 'trained')),
    bytes bytea not null,
    created_at timestamptz not null
  )`,
  `create table usage (
    account_id uuid not null references account on delete cascade,
    month text not null check (month ~ '^\\d{4}-\\d{2}$'),
    used integer not null default 0,
    ham integer[] not null default array_fill(0, array[31]),
    spam integer[] not null default array_fill(0, array[31]),
    primary key (account_id, month)
  ) with (fillfactor = 70)`,
  `create table decision (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    created_at timestamptz not null,
    is_spam boolean not null,
    verdict text not null,
    spam_probability double precision not null,
    model_version text not null,
    source text,
    text text
  )`,
  'create index decision_of_account on decision (account_id, id desc)',
  'create index decision_age on decision (created_at)',
  `create table idempotency (
    account_id uuid not null references account on delete cascade,
    key_hash bytea not null,
    request_hash bytea not null,
    decision_ids uuid[] not null,
    used integer not null,
    monthly_limit integer,
    month text not null,
    created_at timestamptz not null,
    primary key (account_id, key_hash)
  )`,
  'create index idempotency_age on idempotency (created_at)',
  recordDecisions(),
]

/**
 * The ledger's one statement. Stored for good: a change of it is a new migration, and
 * `ledger.test.ts` freezes what it answers.
 *
 * `batch` is `{"claims": [{"claim", "account", "wanted", "key"?, "request"?}], "decisions":
 * [{"claim", "place", "id", "is_spam", ...}]}`; places count from 0 inside a claim. One row a claim
 * comes back, `outcome` being `taken` (with as many of its decisions `granted` as there were units
 * left, the first ones), `seen` (its idempotency key was used within a day: what was answered then)
 * or `gone` (no such account).
 *
 * Why it is exact: whoever takes units of an account first holds that account's row of `usage`, and
 * in READ COMMITTED each statement of this function sees what was committed before it began, so
 * nothing read after the lock can be stale. Why nodes never deadlock: accounts, then rows of
 * `usage`, are locked in the order of their ids.
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
begin
  select array_agg(locked.id) into accounts from (
    select id from account
    where id in (select (item ->> 'account')::uuid from jsonb_array_elements(batch -> 'claims') item)
    order by id for key share
  ) locked;

  insert into usage (account_id, month)
  select id, this_month from unnest(accounts) id order by id
  on conflict do nothing;

  perform from usage where account_id = any (accounts) and month = this_month
  order by account_id for update;

  return query
  with claims as materialized (
    select item.claim, item.account, item.wanted,
      decode(item.key, 'hex') as key, decode(item.request, 'hex') as request
    from jsonb_to_recordset(batch -> 'claims')
      as item (claim integer, account uuid, wanted integer, key text, request text)
  ), seen as materialized (
    select claims.claim, past.*
    from claims join idempotency past on past.account_id = claims.account and past.key_hash = claims.key
    where past.created_at > at - interval '24 hours'
  ), standing as (
    select claims.*, u.used,
      case a.limit_kind when 'default' then default_limit else a.monthly_limit end as lim,
      coalesce(sum(claims.wanted) over (
        partition by claims.account order by claims.claim
        rows between unbounded preceding and 1 preceding), 0)::integer as earlier
    from claims
      join account a on a.id = claims.account
      join usage u on u.account_id = claims.account and u.month = this_month
    where claims.claim not in (select seen.claim from seen)
  ), grants as materialized (
    select standing.*,
      greatest(0, least(wanted, lim - used - earlier)) as granted,
      -- LEAST passes over NULL: an account without a limit counts its units too.
      greatest(used, least(used + earlier + wanted, lim)) as used_after
    from standing
  ), paid as materialized (
    select grants.account, item.*
    from jsonb_to_recordset(batch -> 'decisions') as item (
      claim integer, place integer, id uuid, is_spam boolean, verdict text,
      spam_probability double precision, model_version text, source text, text text)
    join grants on grants.claim = item.claim and item.place < grants.granted
  ), stored as (
    insert into decision (
      id, account_id, created_at, is_spam, verdict, spam_probability, model_version, source, text)
    select id, account, at, is_spam, verdict, spam_probability, model_version, source, text from paid
  ), totals as (
    select account, count(*)::integer as units, (count(*) filter (where is_spam))::integer as spam_units
    from paid group by account
  ), counted as (
    update usage set
      used = usage.used + totals.units,
      ham[today] = usage.ham[today] + totals.units - totals.spam_units,
      spam[today] = usage.spam[today] + totals.spam_units
    from totals where usage.account_id = totals.account and usage.month = this_month
  ), kept as (
    insert into idempotency (
      account_id, key_hash, request_hash, decision_ids, used, monthly_limit, month, created_at)
    select grants.account, grants.key, grants.request,
      array(select paid.id from paid where paid.claim = grants.claim order by paid.place),
      grants.used_after, grants.lim, this_month, at
    from grants where grants.key is not null and grants.granted > 0
    on conflict (account_id, key_hash) do update set
      request_hash = excluded.request_hash, decision_ids = excluded.decision_ids,
      used = excluded.used, monthly_limit = excluded.monthly_limit,
      month = excluded.month, created_at = excluded.created_at
  )
  select grants.claim, 'taken', grants.granted, grants.used_after, grants.lim,
    this_month, null::bytea, null::uuid[] from grants
  union all
  select seen.claim, 'seen', cardinality(seen.decision_ids), seen.used, seen.monthly_limit,
    seen.month, seen.request_hash, seen.decision_ids from seen
  union all
  select claims.claim, 'gone', 0, 0, null, this_month, null, null from claims
  where claims.account <> all (coalesce(accounts, '{}'));
end $$`
}
