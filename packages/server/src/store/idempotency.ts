import type { AccountId } from '../domain/units.ts'
import type { Database } from './database.ts'

/** Whether an account was answered under this key, of which there is the SHA-256, and it is still kept. */
export async function wasAnswered(
  db: Database,
  accountId: AccountId,
  keyHash: Uint8Array,
): Promise<boolean> {
  const row = await db
    .selectFrom('idempotency')
    .select('account_id')
    .where('account_id', '=', accountId)
    .where('key_hash', '=', keyHash)
    .executeTakeFirst()
  return row !== undefined
}
