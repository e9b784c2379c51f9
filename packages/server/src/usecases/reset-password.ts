import { DomainError } from '../domain/errors.ts'
import type { Secret } from '../security/secret.ts'
import { findAccountToLogIn, updateAccount } from '../store/accounts.ts'
import { deleteOtherSessions } from '../store/sessions.ts'
import { checkPassword, type RegisterDeps } from './register-account.ts'

/**
 * Gives an account a new password, as an operator; every session of it ends.
 *
 * @throws {DomainError} `account-not-found` or `password-too-short`.
 */
export async function resetPassword(
  deps: RegisterDeps,
  username: string,
  password: Secret,
): Promise<void> {
  checkPassword(deps.accountRules, password, '#/password')
  const known = await findAccountToLogIn(deps.db, username)
  if (known === undefined) throw new DomainError('account-not-found', {})
  const passwordHash = await deps.passwords.hash(password)
  await updateAccount(deps.db, known.account.id, { passwordHash })
  await deleteOtherSessions(deps.db, known.account.id, undefined)
}
