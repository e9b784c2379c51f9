import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Caller } from '../domain/account.ts'
import type { Milliseconds } from '../domain/units.ts'

/** How long a verified caller is believed without looking again; the same on every node. */
export const CALLER_LIFE = 5000 as Milliseconds

const MOST = 20_000

/** Callers verified a moment ago, by a hash of their credential. */
export interface CallerCache {
  readonly find: (credential: string) => Caller | undefined
  /** Runs `verify`, unless this credential is being verified just now: then that answer serves both. */
  readonly share: (credential: string, verify: () => Promise<Caller>) => Promise<Caller>
  /** Take it before verifying: what was verified before a `clear` is not kept after it. */
  readonly epoch: () => number
  readonly keep: (credential: string, verified: VerifiedCaller) => void
  /** Forgets everybody: whoever was revoked is refused by the next request. */
  readonly clear: () => void
}

/** Whom a credential was found to name, and for how long that may be believed at most. */
export interface VerifiedCaller {
  readonly caller: Caller
  readonly epoch: number
  readonly life: Milliseconds
}

/** Makes an empty cache of bounded size. */
export function buildCallerCache(): CallerCache {
  const callers = new LRUCache<string, Caller>({ max: MOST, ttl: CALLER_LIFE })
  const running = new Map<string, Promise<Caller>>()
  let epoch = 0
  return {
    find: (credential) => callers.get(keyOf(credential)),
    share: (credential, verify) => {
      const key = keyOf(credential)
      const started = running.get(key)
      if (started !== undefined) return started
      const verified = verify().finally(() => {
        if (running.get(key) === verified) running.delete(key)
      })
      running.set(key, verified)
      return verified
    },
    epoch: () => epoch,
    keep: (credential, verified) => {
      if (verified.epoch !== epoch || verified.life <= 0) return
      const ttl = Math.min(CALLER_LIFE, verified.life)
      callers.set(keyOf(credential), verified.caller, { ttl })
    },
    clear: () => {
      epoch++
      callers.clear()
      running.clear()
    },
  }
}

function keyOf(credential: string): string {
  return hash('sha256', credential, 'base64')
}
