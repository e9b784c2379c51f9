import { type Kysely, sql } from 'kysely'

/**
 * What clients of other services bring along: the site that a text was sent to, texts that are found
 * again by what they say, requests that are answered as a whole or not at all; a second, shorter
 * secret of each API key; and reports, by which callers correct decisions.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await sql.raw(statement).execute(db)
}

/** Back to decisions without sites. The shorter `take_units` stayed, for nodes of the version before. */
export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await sql.raw(statement).execute(db)
}

/**
 * Adds parameters to `take_units` of migration 0005, whose comment holds for the rest:
 *
 * - `sites` and `digests`, of each decision; empty when no decision has any, which costs nothing.
 * - `wholes`, of each account: whether its one claim is granted as a whole or not at all. Empty when
 *   none is. The ledger sees to it that such a claim is the only one of its account in its batch.
 *
 * Stored for good: a change of it is a new migration, and `take-units.test.ts` freezes what it
 * answers. Rows of `site_usage` are changed only by who holds the account's row of `usage`. Neither
 * their table nor that of idempotency keys has a foreign key, for its check would lock the account:
 * who erases one holds that lock and waits for the row of `usage`.
 */
const TAKE_UNITS = `
create function take_units(
  accounts uuid[], wanted integer[],
  owners integer[], places integer[], ids uuid[], spams boolean[], verdicts text[],
  probabilities double precision[], versions text[], sources text[], texts text[],
  sites text[], digests bytea[], wholes boolean[],
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
    array_agg(case
      when now.used is null or is_whole and bound - now.used < units then 0
      else greatest(0, least(units, bound - now.used)) end order by n),
    array_agg(now.row order by n)
  into used_before, bounds, grants, rows
  from unnest(accounts, wanted, wholes) with ordinality as asked (id, units, is_whole, n)
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
    id, account_id, created_at, is_spam, verdict, spam_probability, model_version, source, text,
    site, text_digest)
  select id, accounts[owner], at, is_spam, verdict, probability, version, source, text, site, digest
  from unnest(
    owners, places, ids, spams, verdicts, probabilities, versions, sources, texts, sites, digests)
    as paid (owner, place, id, is_spam, verdict, probability, version, source, text, site, digest)
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

  if cardinality(sites) > 0 then
    insert into site_usage (account_id, month, site, ham, spam)
    select accounts[owner], this_month, site,
      count(*) filter (where not is_spam), count(*) filter (where is_spam)
    from unnest(owners, places, spams, sites) as paid (owner, place, is_spam, site)
    where site is not null and place <= grants[owner] group by owner, site
    on conflict (account_id, month, site) do update set
      ham = site_usage.ham + excluded.ham, spam = site_usage.spam + excluded.spam;
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

const eraseOfAccount = (statements: string) => `
create or replace function erase_decisions_of_account() returns trigger language plpgsql
set search_path from current as $$
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception 'an account is erased in READ COMMITTED only' using errcode = '40001';
  end if;
  ${statements}
  return null;
end $$`

const UP: readonly string[] = [
  'alter table decision add column site text, add column text_digest bytea',
  `create index decision_of_text on decision (account_id, text_digest, id desc)
    where text_digest is not null`,
  `create table site_usage (
    account_id uuid not null,
    month text not null,
    site text not null,
    ham integer not null,
    spam integer not null,
    primary key (account_id, month, site)
  )`,
  'alter table idempotency drop constraint idempotency_account_id_fkey',
  eraseOfAccount(`delete from decision where account_id = old.id;
  delete from site_usage where account_id = old.id;
  delete from idempotency where account_id = old.id;`),
  `alter table api_key
    add column compat_hash bytea constraint api_key_compat_hash_taken unique,
    add column over_quota text not null default 'refuse' check (over_quota in ('refuse', 'undecided'))`,
  `create table report (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    decision_id uuid,
    text_digest bytea,
    text text,
    was_spam boolean,
    is_spam boolean not null,
    note text,
    source text,
    site text,
    created_at timestamptz not null,
    ended_at timestamptz,
    check ((decision_id is null) = (was_spam is null)),
    check (decision_id is null or text is null and text_digest is null)
  )`,
  'create index report_of_account on report (account_id, id desc)',
  `create unique index report_live_of_decision on report (account_id, decision_id)
    where ended_at is null and decision_id is not null`,
  `create unique index report_live_of_text on report (account_id, text_digest)
    where ended_at is null and text_digest is not null`,
  TAKE_UNITS,
]

const DOWN: readonly string[] = [
  `drop function take_units(
    uuid[], integer[], integer[], integer[], uuid[], boolean[], text[], double precision[], text[],
    text[], text[], text[], bytea[], boolean[], integer[], bytea[], bytea[], integer[], integer[],
    timestamptz, text, integer, integer)`,
  'drop table report',
  'alter table api_key drop column over_quota, drop column compat_hash',
  eraseOfAccount('delete from decision where account_id = old.id;'),
  'delete from idempotency where not exists (select from account where id = idempotency.account_id)',
  `alter table idempotency add constraint idempotency_account_id_fkey
    foreign key (account_id) references account on delete cascade`,
  'drop table site_usage',
  'drop index decision_of_text',
  'alter table decision drop column text_digest, drop column site',
]
