import type { Selectable } from 'kysely'
import type { OverQuota, Scope } from '../domain/account.ts'
import type { AccountId, KeyId } from '../domain/units.ts'
import type { Database } from './database.ts'
import type { ApiKeyTable } from './schema.ts'

/** An API key without the key. */
export interface ApiKey {
  readonly id: KeyId
  readonly name: string
  readonly prefix: string
  readonly scopes: readonly Scope[]
  readonly createdAt: Date
  readonly expiresAt: Date | undefined
  readonly lastUsedAt: Date | undefined
  readonly overQuota: OverQuota
}

/** SHA-256 of a key's two forms. */
export interface KeyHashes {
  readonly hash: Uint8Array
  readonly compatHash: Uint8Array
}

/** Stores a new key by its hashes. */
export async function insertApiKey(
  db: Database,
  accountId: AccountId,
  key: ApiKey,
  { hash, compatHash }: KeyHashes,
): Promise<void> {
  await db
    .insertInto('api_key')
    .values({
      id: key.id,
      account_id: accountId,
      name: key.name,
      prefix: key.prefix,
      key_hash: hash,
      compat_hash: compatHash,
      over_quota: key.overQuota,
      scopes: [...key.scopes],
      created_at: key.createdAt,
      expires_at: key.expiresAt ?? null,
      last_used_at: null,
    })
    .execute()
}

/** The keys of an account, oldest first, expired ones included. */
export async function listApiKeys(db: Database, accountId: AccountId): Promise<readonly ApiKey[]> {
  const rows = await db
    .selectFrom('api_key')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(apiKeyOf)
}

/** Deletes a key of this account. @returns Whether there was one. */
export async function deleteApiKey(
  db: Database,
  accountId: AccountId,
  id: KeyId,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('api_key')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

function apiKeyOf(row: Selectable<ApiKeyTable>): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
    overQuota: row.over_quota,
  }
}
