import type { Account } from '../domain/account.ts'
import { comparableName } from '../domain/account.ts'
import { DomainError } from '../domain/errors.ts'
import type { Milliseconds, Seconds } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import type { Passwords } from '../security/passwords.ts'
import type { Secret } from '../security/secret.ts'
import type { AccountWithPassword } from '../store/accounts.ts'
import type { Database } from '../store/database.ts'
import { addLogInFailure, clearLogInFailures, findLogInFailures } from '../store/log-in-failures.ts'

/** What checking a password needs. */
export interface PasswordDeps {
  readonly db: Database
  readonly now: () => Date
  readonly passwords: Passwords
  readonly logInLimits: LogInLimits
}

/** Wrong passwords in 15 minutes before somebody has to wait. */
export interface LogInLimits {
  readonly perAccount: number
  readonly perAddress: number
}

/** Somebody who says who they are, and from where. */
export interface PasswordAttempt {
  /** What was typed as the name; the account it names, if any, is `known`. */
  readonly name: string
  readonly known: AccountWithPassword | undefined
  readonly password: Secret
  readonly address: string
}

/** The stretch in which failures are counted. */
const WINDOW = (15 * 60 * 1000) as Milliseconds

/**
 * The account whose password this is; `undefined` when it is wrong or there is none such, after the
 * same time either way. Failures are counted by account and by address.
 *
 * @throws {DomainError} `too-many-attempts`, before any password is looked at.
 */
export async function checkAttempt(
  deps: PasswordDeps,
  attempt: PasswordAttempt,
): Promise<Account | undefined> {
  const { known, password } = attempt
  const subjects = subjectsOf(attempt)
  const mayTry = () => refuseTooMany(deps, subjects)
  if (known && (await deps.passwords.verify(known.passwordHash, password, mayTry))) {
    await clearLogInFailures(deps.db, subjects.account)
    return known.account
  }
  if (!known) await deps.passwords.verify(undefined, password, mayTry)
  const failed = [subjects.account, subjects.address]
  await addLogInFailure(deps.db, failed, deps.now(), WINDOW)
  return undefined
}

interface Subjects {
  readonly account: Uint8Array
  readonly address: Uint8Array
}

function subjectsOf({ name, known, address }: PasswordAttempt): Subjects {
  const account = known ? `account ${known.account.id}` : `name ${comparableName(name)}`
  return { account: sha256(account), address: sha256(`address ${address}`) }
}

async function refuseTooMany(deps: PasswordDeps, subjects: Subjects): Promise<void> {
  const now = deps.now()
  const both = [subjects.account, subjects.address]
  const [ofAccount, ofAddress] = await findLogInFailures(deps.db, both, now)
  const { perAccount, perAddress } = deps.logInLimits
  for (const [found, limit] of [
    [ofAccount, perAccount],
    [ofAddress, perAddress],
  ] as const) {
    if (found === undefined || found.failures < limit) continue
    const retryAfter = Math.ceil((found.until.getTime() - now.getTime()) / 1000) as Seconds
    throw new DomainError('too-many-attempts', { retryAfter })
  }
}
