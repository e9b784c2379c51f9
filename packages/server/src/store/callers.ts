import { sql } from 'kysely'
import type { Caller, Scope } from '../domain/account.ts'
import type { AccountId, KeyId, SessionId } from '../domain/units.ts'
import type { Database } from './database.ts'

/** What is stored of whom a credential names; its scopes are those granted, before the role's. */
export interface CallerRecord extends Omit<Caller, 'scopes'> {
  readonly scopes: readonly Scope[]
  readonly isDisabled: boolean
  /** When an API key ends, if it does; a session is ended by its own tokens. */
  readonly expiresAt: Date | undefined
}

/** Whom an access token of this session speaks for; `undefined` once the session has ended. */
export async function findCallerOfSession(
  db: Database,
  sessionId: SessionId,
  accountId: AccountId,
): Promise<CallerRecord | undefined> {
  const row = await db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .select(['account.id', 'username', 'role', 'is_disabled', 'scopes'])
    .where('session.id', '=', sessionId)
    .where('account.id', '=', accountId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { id, username, role, is_disabled: isDisabled, scopes } = row
  const overQuota = 'refuse'
  return {
    ...{ accountId: id, username, role, isDisabled, scopes, sessionId, overQuota },
    expiresAt: undefined,
  }
}

/** By which of its two forms a key is found. */
export type KeyForm = 'key_hash' | 'compat_hash'

/** Whom an API key speaks for, unless it has expired. Notes, once a minute, that it was used. */
export async function findCallerOfKey(
  db: Database,
  form: KeyForm,
  hash: Uint8Array,
  now: Date,
): Promise<CallerRecord | undefined> {
  const row = await db
    .selectFrom('api_key')
    .innerJoin('account', 'account.id', 'api_key.account_id')
    .select([
      ...(['account.id', 'username', 'role', 'is_disabled'] as const),
      ...(['api_key.id as key', 'scopes', 'last_used_at', 'expires_at', 'over_quota'] as const),
    ])
    .where(form, '=', hash)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .executeTakeFirst()
  if (row === undefined) return undefined
  await noteKeyUse(db, row.key, row.last_used_at, now)
  const { id, username, role, is_disabled: isDisabled, scopes, over_quota: overQuota } = row
  const expiresAt = row.expires_at ?? undefined
  return {
    ...{ accountId: id, username, role, isDisabled, scopes, sessionId: undefined, overQuota },
    expiresAt,
  }
}

const NOTE_EVERY_MS = 60_000

async function noteKeyUse(db: Database, id: KeyId, last: Date | null, now: Date) {
  if (last !== null && now.getTime() - last.getTime() < NOTE_EVERY_MS) return
  await db
    .updateTable('api_key')
    .set({ last_used_at: sql`greatest(last_used_at, ${now})` })
    .where('id', '=', id)
    .execute()
}
