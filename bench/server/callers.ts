import { randomUUID } from 'node:crypto'
import { type MonthlyLimit, scopesOfRole } from '../../packages/server/src/domain/account.ts'
import type { AccountId, KeyId, Seconds } from '../../packages/server/src/domain/units.ts'
import { buildAccessTokens } from '../../packages/server/src/security/access-tokens.ts'
import { newApiKey } from '../../packages/server/src/security/api-key-secrets.ts'
import { Secret } from '../../packages/server/src/security/secret.ts'
import { insertApiKey } from '../../packages/server/src/store/api-keys.ts'
import type { Database, RootDatabase } from '../../packages/server/src/store/database.ts'
import { storeAccount, storeSession } from '../../packages/server/src/testing/rows.ts'

/** Headers that name a caller. */
export type Credential = Readonly<Record<string, string>>

const DAY_S = 86_400 as Seconds

/**
 * Stores accounts, one for each limit, before a server starts: nobody's password is hashed, and a
 * thousand of them take a second or two.
 *
 * @param secret  JWT_SECRET of the server.
 * @returns A credential of each: an access token and an API key in turn.
 */
export function storeCallers(
  db: RootDatabase,
  secret: string,
  limits: readonly MonthlyLimit[],
  signal: AbortSignal,
): Promise<readonly Credential[]> {
  return db.transaction().execute(async (tx) => {
    const credentials: Credential[] = []
    for (const [i, monthlyLimit] of limits.entries()) {
      signal.throwIfAborted()
      const { id } = await storeAccount(tx, { monthlyLimit })
      credentials.push(await (i % 2 === 0 ? storeToken(tx, id, secret) : storeKey(tx, id)))
    }
    return credentials
  })
}

async function storeToken(tx: Database, id: AccountId, secret: string): Promise<Credential> {
  const now = new Date()
  const scopes = scopesOfRole('user')
  const expiresAt = new Date(now.getTime() + DAY_S * 1000)
  const session = await storeSession(tx, id, randomUUID(), { scopes, expiresAt })
  const tokens = buildAccessTokens(new Secret(secret), [], DAY_S)
  const token = await tokens.seal({ accountId: id, sessionId: session.id, scopes }, now)
  return { authorization: `Bearer ${token}` }
}

async function storeKey(tx: Database, id: AccountId): Promise<Credential> {
  const { key, prefix, hash, compatHash } = newApiKey()
  const stored = {
    ...{ id: randomUUID() as KeyId, name: 'bench', prefix, scopes: scopesOfRole('user') },
    ...{ createdAt: new Date(), expiresAt: undefined, lastUsedAt: undefined },
    overQuota: 'refuse' as const,
  }
  await insertApiKey(tx, id, stored, { hash, compatHash })
  return { 'x-api-key': key }
}
