import { type Caller, narrowScopes, type Scope, scopesOfRole } from '../domain/account.ts'
import { DomainError } from '../domain/errors.ts'
import type { Milliseconds } from '../domain/units.ts'
import type { AccessTokens } from '../security/access-tokens.ts'
import { hashOfApiKey, isLikeApiKey } from '../security/api-key-secrets.ts'
import { CALLER_LIFE, type CallerCache } from '../security/caller-cache.ts'
import { type CallerRecord, findCallerOfKey, findCallerOfSession } from '../store/callers.ts'
import type { Database } from '../store/database.ts'

/** What naming a caller needs. */
export interface IdentifyDeps {
  readonly db: Database
  readonly now: () => Date
  readonly tokens: AccessTokens
  readonly callers: CallerCache
}

/**
 * Whom a credential, an access token or an API key, speaks for. The second time within seconds
 * neither decryption nor a query stands in the way, and the answer comes without a promise.
 *
 * @throws {DomainError} `invalid-token`, or `account-disabled`.
 */
export function identifyCaller(
  deps: IdentifyDeps,
  credential: string | undefined,
): Caller | Promise<Caller> {
  if (credential === undefined) throw new DomainError('invalid-token', { credential: 'missing' })
  const { callers } = deps
  return callers.find(credential) ?? callers.share(credential, () => verify(deps, credential))
}

/** @throws {DomainError} `missing-scope` when the caller was not granted it. */
export function requireScope(caller: Caller, scope: Scope): void {
  if (!caller.scopes.includes(scope)) throw new DomainError('missing-scope', { scope })
}

async function verify(deps: IdentifyDeps, credential: string): Promise<Caller> {
  const epoch = deps.callers.epoch()
  const now = deps.now()
  const record = isLikeApiKey(credential)
    ? await recordOfKey(deps, credential, now)
    : await recordOfToken(deps, credential, now)
  if (record === undefined) throw new DomainError('invalid-token', { credential: 'bad' })
  if (record.isDisabled) throw new DomainError('account-disabled', {})
  const { accountId, username, role, sessionId, expiresAt } = record
  const scopes = narrowScopes(scopesOfRole(role), record.scopes)
  const caller: Caller = { accountId, username, role, scopes, sessionId }
  const left = expiresAt ? expiresAt.getTime() - now.getTime() : CALLER_LIFE
  deps.callers.keep(credential, { caller, epoch, life: left as Milliseconds })
  return caller
}

async function recordOfKey(
  { db }: IdentifyDeps,
  key: string,
  now: Date,
): Promise<CallerRecord | undefined> {
  const hash = hashOfApiKey(key)
  return hash && findCallerOfKey(db, hash, now)
}

async function recordOfToken(
  { db, tokens }: IdentifyDeps,
  token: string,
  now: Date,
): Promise<CallerRecord | undefined> {
  const claims = await tokens.open(token, now)
  const record = claims && (await findCallerOfSession(db, claims.sessionId, claims.accountId))
  if (record === undefined) return undefined
  const scopes = record.scopes.filter((scope) => claims?.scopes.includes(scope))
  return { ...record, scopes, expiresAt: claims?.expiresAt }
}
