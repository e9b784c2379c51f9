import { hash, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'
import { DomainError } from '../domain/errors.ts'
import { buildHold } from './hold.ts'
import type { Secret } from './secret.ts'

/** How hard argon2id works: memory in KiB, passes, lanes. */
export interface PasswordCost {
  readonly memoryCost: number
  readonly timeCost: number
  readonly parallelism: number
}

/**
 * This library's default: the second recommendation of OWASP's Password Storage Cheat Sheet
 * (19 MiB, 2, 1).
 */
export const PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Hashes at work at once; the rest wait, so that a flood of log-ins leaves the processor to others. */
const AT_ONCE = 1
/** Passwords that may wait, for two seconds or so; past that one is refused at once. */
const MOST_WAITING = 40

/** Hashes and checks passwords off the event loop, a few at a time. */
export interface Passwords {
  /**
   * Waits about a second for room where there is none, so that a flood of log-ins comes slowly.
   *
   * @throws {DomainError} `overloaded` when there still is none.
   */
  readonly requireRoom: () => Promise<void>
  /** A PHC string with a salt of its own. */
  readonly hash: (password: Secret) => Promise<string>
  /**
   * Whether this is the password. Without a hash the answer is no, after the same work as ever, so
   * that time does not tell whether an account exists. Both are refused with `overloaded` when too
   * many wait.
   *
   * @param mayTry  Asked when the turn has come, just before the work; it throws to refuse.
   */
  readonly verify: (
    phc: string | undefined,
    password: Secret,
    mayTry?: () => Promise<void>,
  ) => Promise<boolean>
}

/** Makes the password checker of one process. Takes one hash's time. */
export async function buildPasswords(cost: PasswordCost = PASSWORD_COST): Promise<Passwords> {
  const turn = pLimit(AT_ONCE)
  const nobodys = await hash('nobody has this password', cost)
  const refuse = () => {
    if (turn.pendingCount >= MOST_WAITING) throw new DomainError('overloaded', {})
  }
  const hold = buildHold()
  const requireRoom = async () => {
    if (turn.pendingCount >= MOST_WAITING) await hold()
    refuse()
  }
  return {
    requireRoom,
    hash: async (password) => {
      refuse()
      return turn(() => hash(password.reveal(), cost))
    },
    verify: async (phc, password, mayTry) => {
      refuse()
      return turn(async () => {
        await mayTry?.()
        const isRight = await verify(phc ?? nobodys, password.reveal())
        return isRight && phc !== undefined
      })
    },
  }
}
