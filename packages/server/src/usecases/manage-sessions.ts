import type { Caller } from '../domain/account.ts'
import { DomainError } from '../domain/errors.ts'
import type { SessionId } from '../domain/units.ts'
import type { CallerCache } from '../security/caller-cache.ts'
import type { Database } from '../store/database.ts'
import { deleteSession, listSessions, type Session } from '../store/sessions.ts'

/** What looking at one's sessions needs. */
export interface SessionDeps {
  readonly db: Database
  readonly now: () => Date
  readonly callers: CallerCache
}

/** A session as its owner sees it. */
export interface OwnSession extends Session {
  /** Whether the request that asks is made in it. */
  readonly isCurrent: boolean
}

/** The caller's live sessions, the last used one first. */
export async function showSessions(
  deps: SessionDeps,
  caller: Caller,
): Promise<readonly OwnSession[]> {
  const sessions = await listSessions(deps.db, caller.accountId, deps.now())
  return sessions.map((session) => ({ ...session, isCurrent: session.id === caller.sessionId }))
}

/** Ends one of the caller's sessions. @throws {DomainError} `session-not-found`. */
export async function revokeSession(
  deps: SessionDeps,
  caller: Caller,
  id: SessionId,
): Promise<void> {
  const wasThere = await deleteSession(deps.db, caller.accountId, id)
  deps.callers.clear()
  if (!wasThere) throw new DomainError('session-not-found', {})
}
