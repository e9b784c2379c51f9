import type { Caller } from '../domain/account.ts'
import type { CallerCache } from '../security/caller-cache.ts'
import { parseRefreshToken } from '../security/refresh-tokens.ts'
import type { Database } from '../store/database.ts'
import { deleteSession, findSessionOfToken } from '../store/sessions.ts'

/** What logging out needs. */
export interface LogOutDeps {
  readonly db: Database
  readonly callers: CallerCache
}

/**
 * Ends the session of the access token that was shown, and the one of `refreshToken`: both tokens
 * are dead at once on this node. A refresh token of nobody changes nothing, nor does one of somebody
 * else; without a caller it speaks for its own session, as holding it is proof enough.
 *
 * Source: RFC 7009, section 2.
 */
export async function logOut(
  deps: LogOutDeps,
  caller: Caller | undefined,
  refreshToken: string | undefined,
): Promise<void> {
  const shown = refreshToken === undefined ? undefined : parseRefreshToken(refreshToken)
  const named = shown && (await findSessionOfToken(deps.db, shown.hash))
  const owner = caller?.accountId ?? named?.accountId
  if (owner === undefined) return
  for (const id of new Set([caller?.sessionId, named?.id])) {
    if (id !== undefined) await deleteSession(deps.db, owner, id)
  }
  deps.callers.clear()
}
