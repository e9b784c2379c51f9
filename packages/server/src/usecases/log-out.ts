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
 * are dead at once on this node. A refresh token of somebody else, or none at all, changes nothing.
 */
export async function logOut(
  deps: LogOutDeps,
  caller: Caller,
  refreshToken: string | undefined,
): Promise<void> {
  const shown = refreshToken === undefined ? undefined : parseRefreshToken(refreshToken)
  const named = shown && (await findSessionOfToken(deps.db, shown.hash))
  for (const id of new Set([caller.sessionId, named?.id])) {
    if (id !== undefined) await deleteSession(deps.db, caller.accountId, id)
  }
  deps.callers.clear()
}
