import type { Selectable } from 'kysely'
import type { Scope } from '../domain/account.ts'
import type { AccountId, Seconds, SessionId } from '../domain/units.ts'
import type { Database } from './database.ts'
import type { SessionTable } from './schema.ts'

/** One log-in and everything that was refreshed from it. */
export interface Session {
  readonly id: SessionId
  readonly accountId: AccountId
  readonly scopes: readonly Scope[]
  readonly userAgent: string | undefined
  readonly createdAt: Date
  readonly lastUsedAt: Date
  readonly expiresAt: Date
}

/** What the store knows of a refresh token that somebody shows. */
export interface RefreshTokenState {
  readonly session: Session
  /** When it was exchanged, and the nonce its child was made with; `undefined` while it is good. */
  readonly rotated: { readonly at: Date; readonly childNonce: Uint8Array } | undefined
}

/** Stores a session with its first refresh token. Run it in a transaction. */
export async function insertSession(
  tx: Database,
  session: Session,
  tokenHash: Uint8Array,
): Promise<void> {
  await tx
    .insertInto('session')
    .values({
      id: session.id,
      account_id: session.accountId,
      scopes: [...session.scopes],
      user_agent: session.userAgent ?? null,
      created_at: session.createdAt,
      last_used_at: session.lastUsedAt,
      expires_at: session.expiresAt,
    })
    .execute()
  await insertRefreshToken(tx, session.id, tokenHash)
}

/**
 * Finds a refresh token of a session that has not expired, and holds the session until the
 * transaction ends. The session is locked before its token is read, as it is when it is ended.
 */
export async function lockRefreshToken(
  tx: Database,
  tokenHash: Uint8Array,
  now: Date,
): Promise<RefreshTokenState | undefined> {
  const named = await tx
    .selectFrom('refresh_token')
    .select('session_id')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  if (named === undefined) return undefined
  const session = await tx
    .selectFrom('session')
    .selectAll()
    .where('id', '=', named.session_id)
    .where('expires_at', '>', now)
    .forUpdate()
    .executeTakeFirst()
  if (session === undefined) return undefined
  return { session: sessionOf(session), rotated: await rotationOf(tx, tokenHash) }
}

async function rotationOf(
  tx: Database,
  tokenHash: Uint8Array,
): Promise<RefreshTokenState['rotated']> {
  const { rotated_at: at, child_nonce: childNonce } = await tx
    .selectFrom('refresh_token')
    .select(['rotated_at', 'child_nonce'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirstOrThrow()
  return at !== null && childNonce !== null ? { at, childNonce } : undefined
}

/** Exchanges a refresh token for its child, and gives the session a new life. */
export async function rotateRefreshToken(
  tx: Database,
  token: { readonly hash: Uint8Array; readonly childHash: Uint8Array; readonly nonce: Uint8Array },
  session: Pick<Session, 'id' | 'lastUsedAt' | 'expiresAt'>,
): Promise<void> {
  await tx
    .updateTable('refresh_token')
    .set({ rotated_at: session.lastUsedAt, child_nonce: token.nonce })
    .where('token_hash', '=', token.hash)
    .execute()
  await insertRefreshToken(tx, session.id, token.childHash)
  await tx
    .updateTable('session')
    .set({ last_used_at: session.lastUsedAt, expires_at: session.expiresAt })
    .where('id', '=', session.id)
    .execute()
}

/** Whether this refresh token was never exchanged. */
export async function isRefreshTokenFresh(db: Database, tokenHash: Uint8Array): Promise<boolean> {
  const row = await db
    .selectFrom('refresh_token')
    .select('rotated_at')
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row !== undefined && row.rotated_at === null
}

/** The session a refresh token belongs to, good or not. */
export async function findSessionOfToken(
  db: Database,
  tokenHash: Uint8Array,
): Promise<Pick<Session, 'id' | 'accountId'> | undefined> {
  const row = await db
    .selectFrom('refresh_token')
    .innerJoin('session', 'session.id', 'refresh_token.session_id')
    .select(['session.id', 'session.account_id'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row && { id: row.id, accountId: row.account_id }
}

/** The live sessions of an account, the last used one first. */
export async function listSessions(
  db: Database,
  accountId: AccountId,
  now: Date,
): Promise<readonly Session[]> {
  const rows = await db
    .selectFrom('session')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .orderBy('last_used_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(sessionOf)
}

/** Ends a session, its tokens with it; only that of `accountId`. @returns Whether there was one. */
export async function deleteSession(
  db: Database,
  accountId: AccountId,
  id: SessionId,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('session')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Ends every session of an account but one. */
export async function deleteOtherSessions(
  db: Database,
  accountId: AccountId,
  kept: SessionId | undefined,
): Promise<void> {
  let doomed = db.deleteFrom('session').where('account_id', '=', accountId)
  if (kept !== undefined) doomed = doomed.where('id', '!=', kept)
  await doomed.execute()
}

/** When a session that is used now will have been unused for too long. */
export function expiryFrom(now: Date, life: Seconds): Date {
  return new Date(now.getTime() + life * 1000)
}

async function insertRefreshToken(
  tx: Database,
  session: SessionId,
  hash: Uint8Array,
): Promise<void> {
  await tx
    .insertInto('refresh_token')
    .values({ token_hash: hash, session_id: session, rotated_at: null, child_nonce: null })
    .execute()
}

function sessionOf(row: Selectable<SessionTable>): Session {
  return {
    id: row.id,
    accountId: row.account_id,
    scopes: row.scopes,
    userAgent: row.user_agent ?? undefined,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  }
}
