import type { Account, Caller } from '../domain/account.ts'
import { DomainError } from '../domain/errors.ts'
import type { CallerCache } from '../security/caller-cache.ts'
import type { Secret } from '../security/secret.ts'
import {
  type AccountChanges,
  deleteAccount,
  findAccount,
  findAccountWithPassword,
  lockAdmins,
  updateAccount,
} from '../store/accounts.ts'
import type { RootDatabase } from '../store/database.ts'
import { deleteOtherSessions } from '../store/sessions.ts'
import { checkAttempt, type PasswordDeps } from './check-password.ts'
import { type AccountRules, checkPassword } from './register-account.ts'

/** What an owner's doings need. */
export interface OwnAccountDeps extends PasswordDeps {
  readonly db: RootDatabase
  readonly callers: CallerCache
  readonly accountRules: AccountRules
}

/** What an owner may change; `password` needs `currentPassword`. */
export interface OwnChanges {
  readonly fullName?: string | undefined
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly password?: Secret | undefined
  readonly currentPassword?: Secret | undefined
}

/** The caller's own account. @throws {DomainError} `account-not-found` once it is erased. */
export async function showOwnAccount(
  deps: Pick<OwnAccountDeps, 'db'>,
  caller: Caller,
): Promise<Account> {
  const account = await findAccount(deps.db, caller.accountId)
  if (account === undefined) throw new DomainError('account-not-found', {})
  return account
}

/**
 * Changes the caller's account. A new password ends every other session.
 *
 * @throws {DomainError} `account-exists`, `password-too-short`, `wrong-password`,
 *   `too-many-attempts`.
 */
export async function changeOwnAccount(
  deps: OwnAccountDeps,
  caller: Caller,
  changes: OwnChanges,
  address: string,
): Promise<Account> {
  const { fullName, phone, email, password, currentPassword } = changes
  const passwordHash = password && (await newHash(deps, caller, password, currentPassword, address))
  const columns = {
    ...(fullName !== undefined && { fullName: fullName.trim() }),
    ...(phone !== undefined && { phone }),
    ...(email !== undefined && { email: email.trim() }),
    ...(passwordHash !== undefined && { passwordHash }),
  } satisfies AccountChanges
  const account = await updateAccount(deps.db, caller.accountId, columns)
  if (account === undefined) throw new DomainError('account-not-found', {})
  if (passwordHash !== undefined) {
    await deleteOtherSessions(deps.db, caller.accountId, caller.sessionId)
    deps.callers.clear()
  }
  return account
}

async function newHash(
  deps: OwnAccountDeps,
  caller: Caller,
  password: Secret,
  current: Secret | undefined,
  address: string,
): Promise<string> {
  checkPassword(deps.accountRules, password, '#/password')
  await provePassword(deps, caller, current, { address, pointer: '#/current_password' })
  return deps.passwords.hash(password)
}

/**
 * Erases the caller's account and everything that is stored about it.
 *
 * @throws {DomainError} `wrong-password`, `too-many-attempts`, or `last-admin` when nobody would be
 *   left to administer the service.
 */
export async function eraseOwnAccount(
  deps: OwnAccountDeps,
  caller: Caller,
  password: Secret,
  address: string,
): Promise<void> {
  await provePassword(deps, caller, password, { address, pointer: '#/password' })
  await deps.db.transaction().execute(async (tx) => {
    const admins = await lockAdmins(tx)
    if (admins.length === 1 && admins[0] === caller.accountId) {
      throw new DomainError('last-admin', {})
    }
    await deleteAccount(tx, caller.accountId)
  })
  deps.callers.clear()
}

async function provePassword(
  deps: OwnAccountDeps,
  caller: Caller,
  password: Secret | undefined,
  { address, pointer }: { readonly address: string; readonly pointer: string },
): Promise<void> {
  if (password === undefined) throw new DomainError('wrong-password', { pointer })
  const known = await findAccountWithPassword(deps.db, caller.accountId)
  const proven = await checkAttempt(deps, { name: caller.username, known, password, address })
  if (proven === undefined) throw new DomainError('wrong-password', { pointer })
}
