import { v7 as uuidv7 } from 'uuid'
import { type Account, narrowScopes, type Scope, scopesOfRole } from '../domain/account.ts'
import { DomainError } from '../domain/errors.ts'
import type { Seconds, SessionId } from '../domain/units.ts'
import type { AccessTokens } from '../security/access-tokens.ts'
import { newRefreshToken } from '../security/refresh-tokens.ts'
import type { Secret } from '../security/secret.ts'
import { findAccountToLogIn } from '../store/accounts.ts'
import type { RootDatabase } from '../store/database.ts'
import { expiryFrom, insertSession, type Session } from '../store/sessions.ts'
import { checkAttempt, type PasswordDeps } from './check-password.ts'

/** What logging in needs. */
export interface LogInDeps extends PasswordDeps {
  readonly db: RootDatabase
  readonly tokens: AccessTokens
  /** Life of an unused refresh token. */
  readonly refreshLife: Seconds
}

/** Somebody who wants in. */
export interface Credentials {
  /** A username or an e-mail address. */
  readonly username: string
  readonly password: Secret
  /** Scopes that are wanted; none named means all that the role has. */
  readonly scopes: readonly string[]
  readonly address: string
  readonly userAgent: string | undefined
}

/** The pair of tokens that a log-in or a refresh gives. */
export interface TokenPair {
  readonly accessToken: string
  readonly expiresIn: Seconds
  readonly refreshToken: string
  readonly scopes: readonly Scope[]
}

/**
 * Opens a session.
 *
 * @throws {DomainError} `invalid-credentials`, `account-disabled` (only after a right password),
 *   `too-many-attempts`, `invalid-scope`, or `overloaded` when too many wait to log in.
 */
export async function logIn(deps: LogInDeps, credentials: Credentials): Promise<TokenPair> {
  // Before the database is asked, which a flood would keep busy.
  await deps.passwords.requireRoom()
  const { username: name, password, address } = credentials
  const known = await findAccountToLogIn(deps.db, name)
  const account = await checkAttempt(deps, { name, known, password, address })
  if (account === undefined) throw new DomainError('invalid-credentials', {})
  if (account.isDisabled) throw new DomainError('account-disabled', {})
  return openSession(deps, account, credentials)
}

async function openSession(
  deps: LogInDeps,
  account: Account,
  { scopes: asked, userAgent }: Credentials,
): Promise<TokenPair> {
  const available = scopesOfRole(account.role)
  const scopes = asked.length === 0 ? available : narrowScopes(available, asked)
  if (scopes.length === 0) throw new DomainError('invalid-scope', { available, pointer: '#/scope' })
  const now = deps.now()
  const session: Session = {
    id: uuidv7() as SessionId,
    accountId: account.id,
    scopes,
    userAgent: userAgent?.slice(0, 200),
    createdAt: now,
    lastUsedAt: now,
    expiresAt: expiryFrom(now, deps.refreshLife),
  }
  const refresh = newRefreshToken()
  await deps.db.transaction().execute((tx) => insertSession(tx, session, refresh.hash))
  return tokenPair(deps.tokens, session, refresh.token, now)
}

/** The tokens of a session as its owner gets them. */
export async function tokenPair(
  tokens: AccessTokens,
  { id: sessionId, accountId, scopes }: Pick<Session, 'id' | 'accountId' | 'scopes'>,
  refreshToken: string,
  now: Date,
): Promise<TokenPair> {
  const accessToken = await tokens.seal({ accountId, sessionId, scopes }, now)
  return { accessToken, expiresIn: tokens.life, refreshToken, scopes }
}
