import { v7 as uuidv7 } from 'uuid'
import { type Caller, narrowScopes, type OverQuota, type Scope } from '../domain/account.ts'
import { DomainError } from '../domain/errors.ts'
import type { KeyId } from '../domain/units.ts'
import { newApiKey } from '../security/api-key-secrets.ts'
import type { CallerCache } from '../security/caller-cache.ts'
import { type ApiKey, deleteApiKey, insertApiKey, listApiKeys } from '../store/api-keys.ts'
import type { Database } from '../store/database.ts'

export type { ApiKey }

/** What API keys need. */
export interface KeyDeps {
  readonly db: Database
  readonly now: () => Date
  readonly callers: CallerCache
}

/** A key that somebody wants. */
export interface KeyRequest {
  readonly name: string
  /** None named means those a program needs: classifying and reporting. */
  readonly scopes: readonly Scope[] | undefined
  readonly expiresAt: Date | undefined
  readonly overQuota: OverQuota
}

const BY_DEFAULT: readonly Scope[] = ['spam_ml', 'reports']

/** A key in both of its forms, and what is stored of it. */
export interface MadeKey extends ApiKey {
  readonly key: string
  readonly compatKey: string
}

/**
 * Makes an API key that can do no more than the caller can.
 *
 * @returns The key itself in both forms, which are never shown again, and what is stored of it.
 * @throws {DomainError} `invalid-scope`, or `invalid-request` when it would be void from the start.
 */
export async function makeKey(
  deps: KeyDeps,
  caller: Caller,
  { name, scopes: asked = BY_DEFAULT, expiresAt, overQuota }: KeyRequest,
): Promise<MadeKey> {
  const scopes = narrowScopes(caller.scopes, asked)
  const isLacking = scopes.length < new Set(asked).size && asked !== BY_DEFAULT
  if (isLacking || scopes.length === 0) {
    throw new DomainError('invalid-scope', { available: caller.scopes, pointer: '#/scopes' })
  }
  const now = deps.now()
  // A leap second is a moment that no Date can hold: it is not after anything.
  if (expiresAt !== undefined && !(expiresAt > now)) {
    const detail = 'must lie in the future'
    const faults = [{ pointer: '#/expires_at', code: 'in-the-past', detail } as const]
    throw new DomainError('invalid-request', { faults })
  }
  const { key, compatKey, prefix, ...hashes } = newApiKey()
  const id = uuidv7() as KeyId
  const stored: ApiKey = {
    id,
    name,
    prefix,
    scopes,
    createdAt: now,
    expiresAt,
    lastUsedAt: undefined,
    overQuota,
  }
  await insertApiKey(deps.db, caller.accountId, stored, hashes)
  return { ...stored, key, compatKey }
}

/** The caller's keys, oldest first. */
export function showKeys(deps: KeyDeps, caller: Caller): Promise<readonly ApiKey[]> {
  return listApiKeys(deps.db, caller.accountId)
}

/** Ends one of the caller's keys. @throws {DomainError} `key-not-found`. */
export async function revokeKey(deps: KeyDeps, caller: Caller, id: KeyId): Promise<void> {
  const wasThere = await deleteApiKey(deps.db, caller.accountId, id)
  deps.callers.clear()
  if (!wasThere) throw new DomainError('key-not-found', {})
}
