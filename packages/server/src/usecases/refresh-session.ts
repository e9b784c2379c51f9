import { narrowScopes, scopesOfRole } from '../domain/account.ts'
import { DomainError } from '../domain/errors.ts'
import type { Milliseconds, Seconds, SessionId } from '../domain/units.ts'
import type { AccessTokens } from '../security/access-tokens.ts'
import type { CallerCache } from '../security/caller-cache.ts'
import {
  childOf,
  newNonce,
  parseRefreshToken,
  type RefreshToken,
} from '../security/refresh-tokens.ts'
import { findAccount } from '../store/accounts.ts'
import type { Database, RootDatabase } from '../store/database.ts'
import {
  deleteSession,
  expiryFrom,
  isRefreshTokenFresh,
  lockRefreshToken,
  type RefreshTokenState,
  rotateRefreshToken,
  type Session,
} from '../store/sessions.ts'
import { type TokenPair, tokenPair } from './log-in.ts'

/** What refreshing needs. */
export interface RefreshDeps {
  readonly db: RootDatabase
  readonly now: () => Date
  readonly tokens: AccessTokens
  readonly callers: CallerCache
  readonly refreshLife: Seconds
  readonly onTokenReuse: (session: SessionId) => void
}

/** How long a token that was just exchanged still gives the same child: two tabs, a lost answer. */
const GRACE = 10_000 as Milliseconds

/**
 * Exchanges a refresh token for a new pair. A token that was exchanged before ends its whole
 * session, unless it is the immediate parent and the grace window is open.
 *
 * @throws {DomainError} `invalid-refresh-token` or `account-disabled`.
 *
 * Source: RFC 9700 (OAuth 2.0 Security Best Current Practice), section 4.14.2.
 */
export async function refreshSession(deps: RefreshDeps, text: string): Promise<TokenPair> {
  const shown = parseRefreshToken(text)
  const now = deps.now()
  const step =
    shown && (await deps.db.transaction().execute((tx) => exchange(deps, tx, shown, now)))
  if (step === undefined) throw new DomainError('invalid-refresh-token', {})
  if ('reused' in step) {
    deps.callers.clear()
    deps.onTokenReuse(step.reused)
    throw new DomainError('invalid-refresh-token', {})
  }
  const account = await findAccount(deps.db, step.session.accountId)
  if (account === undefined) throw new DomainError('invalid-refresh-token', {})
  if (account.isDisabled) throw new DomainError('account-disabled', {})
  const scopes = narrowScopes(scopesOfRole(account.role), step.session.scopes)
  return tokenPair(deps.tokens, { ...step.session, scopes }, step.child.token, now)
}

type Step =
  | { readonly session: Session; readonly child: RefreshToken }
  | { readonly reused: SessionId }

async function exchange(
  deps: RefreshDeps,
  tx: Database,
  shown: RefreshToken,
  now: Date,
): Promise<Step | undefined> {
  const state = await lockRefreshToken(tx, shown.hash, now)
  if (state === undefined) return undefined
  const { session, rotated } = state
  if (rotated) return again(tx, shown, session, rotated, now)
  const nonce = newNonce()
  const child = childOf(shown, nonce)
  const life = { id: session.id, lastUsedAt: now, expiresAt: expiryFrom(now, deps.refreshLife) }
  await rotateRefreshToken(tx, { hash: shown.hash, childHash: child.hash, nonce }, life)
  return { session, child }
}

/** The token was exchanged before: its child once more, or the end of the session. */
async function again(
  tx: Database,
  shown: RefreshToken,
  session: Session,
  rotated: NonNullable<RefreshTokenState['rotated']>,
  now: Date,
): Promise<Step> {
  const child = childOf(shown, rotated.childNonce)
  const isOpen = now.getTime() - rotated.at.getTime() <= GRACE
  if (isOpen && (await isRefreshTokenFresh(tx, child.hash))) return { session, child }
  await deleteSession(tx, session.accountId, session.id)
  return { reused: session.id }
}
