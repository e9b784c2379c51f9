import { type Kysely, sql } from 'kysely'

/** Accounts, the credentials that name them, and the failures of those who guess. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

/** Takes all of it away again, with every row. */
export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table log_in_failure, api_key, refresh_token, session, account`.execute(db)
}

const STATEMENTS: readonly string[] = [
  `create table account (
    id uuid primary key,
    email text not null,
    email_key text not null constraint account_email_taken unique,
    full_name text not null,
    full_name_key text not null,
    username text not null,
    username_key text not null constraint account_username_taken unique,
    document_number text constraint account_document_number_taken unique,
    phone text,
    password_hash text not null,
    role text not null check (role in ('user', 'admin')),
    limit_kind text not null default 'default' check (limit_kind in ('default', 'own', 'none')),
    monthly_limit integer check (monthly_limit >= 0),
    is_disabled boolean not null default false,
    created_at timestamptz not null,
    check ((limit_kind = 'own') = (monthly_limit is not null))
  )`,
  `create table session (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    scopes text[] not null,
    user_agent text,
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  'create index session_of_account on session (account_id)',
  'create index session_expiry on session (expires_at)',
  `create table refresh_token (
    token_hash bytea primary key,
    session_id uuid not null references session on delete cascade,
    rotated_at timestamptz,
    child_nonce bytea
  )`,
  'create index refresh_token_of_session on refresh_token (session_id)',
  `create table api_key (
    id uuid primary key,
    account_id uuid not null references account on delete cascade,
    name text not null,
    prefix text not null,
    key_hash bytea not null unique,
    scopes text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz
  )`,
  'create index api_key_of_account on api_key (account_id)',
  `create table log_in_failure (
    subject bytea primary key,
    failures integer not null,
    until timestamptz not null
  )`,
]
