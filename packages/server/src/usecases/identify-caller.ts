import { type Caller, narrowScopes, type Scope, scopesOfRole } from '../domain/account.ts'
import { DomainError } from '../domain/errors.ts'
import type { Milliseconds } from '../domain/units.ts'
import type { AccessTokens } from '../security/access-tokens.ts'
import { hashOfApiKey, hashOfCompatKey, isLikeApiKey } from '../security/api-key-secrets.ts'
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
  // Under such names callers of compat keys are remembered: here nothing of the kind is believed.
  if (credential.startsWith(COMPAT)) throw new DomainError('invalid-token', { credential: 'bad' })
  return recall(deps, credential, recordOfCredential)
}

/**
 * Whom an API key, in either of its forms, speaks for: for dialects whose clients know no other
 * credential, and send it where a token would not fit.
 *
 * @throws {DomainError} `invalid-token`, or `account-disabled`.
 */
export function identifyCallerOfKey(
  deps: IdentifyDeps,
  key: string | undefined,
): Caller | Promise<Caller> {
  if (key === undefined || key === '') {
    throw new DomainError('invalid-token', { credential: 'missing' })
  }
  if (isLikeApiKey(key)) return recall(deps, key, recordOfKey)
  return recall(deps, COMPAT + key.toLowerCase(), recordOfCompatKey)
}

/** @throws {DomainError} `missing-scope` when the caller was not granted it. */
export function requireScope(caller: Caller, scope: Scope): void {
  if (!caller.scopes.includes(scope)) throw new DomainError('missing-scope', { scope })
}

/** Stands before compat keys in the cache of callers, so that `identifyCaller` does not find them there. */
const COMPAT = 'compat '

/** Looks up what a credential names; `undefined` when it names nothing. */
type Lookup = (
  deps: IdentifyDeps,
  credential: string,
  now: Date,
) => Promise<CallerRecord | undefined>

function recall(deps: IdentifyDeps, credential: string, lookUp: Lookup): Caller | Promise<Caller> {
  const { callers } = deps
  return (
    callers.find(credential) ?? callers.share(credential, () => verify(deps, credential, lookUp))
  )
}

async function verify(deps: IdentifyDeps, credential: string, lookUp: Lookup): Promise<Caller> {
  const epoch = deps.callers.epoch()
  const now = deps.now()
  const record = await lookUp(deps, credential, now)
  if (record === undefined) throw new DomainError('invalid-token', { credential: 'bad' })
  if (record.isDisabled) throw new DomainError('account-disabled', {})
  const { accountId, username, role, sessionId, overQuota, expiresAt } = record
  const scopes = narrowScopes(scopesOfRole(role), record.scopes)
  const caller: Caller = { accountId, username, role, scopes, sessionId, overQuota }
  const left = expiresAt ? expiresAt.getTime() - now.getTime() : CALLER_LIFE
  deps.callers.keep(credential, { caller, epoch, life: left as Milliseconds })
  return caller
}

const recordOfCredential: Lookup = (deps, credential, now) =>
  isLikeApiKey(credential)
    ? recordOfKey(deps, credential, now)
    : recordOfToken(deps, credential, now)

async function recordOfKey(
  { db }: IdentifyDeps,
  key: string,
  now: Date,
): Promise<CallerRecord | undefined> {
  const hash = hashOfApiKey(key)
  return hash && findCallerOfKey(db, 'key_hash', hash, now)
}

async function recordOfCompatKey(
  { db }: IdentifyDeps,
  key: string,
  now: Date,
): Promise<CallerRecord | undefined> {
  const hash = hashOfCompatKey(key.slice(COMPAT.length))
  return hash && findCallerOfKey(db, 'compat_hash', hash, now)
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
