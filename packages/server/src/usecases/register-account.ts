import { v7 as uuidv7 } from 'uuid'
import type { Account, Role } from '../domain/account.ts'
import { bareDocument, isDocument } from '../domain/document.ts'
import { DomainError } from '../domain/errors.ts'
import type { AccountId } from '../domain/units.ts'
import type { Passwords } from '../security/passwords.ts'
import type { Secret } from '../security/secret.ts'
import { insertAccount } from '../store/accounts.ts'
import type { Database } from '../store/database.ts'

/** What registering needs. */
export interface RegisterDeps {
  readonly db: Database
  readonly now: () => Date
  readonly passwords: Passwords
  readonly accountRules: AccountRules
}

/** What an account must satisfy beyond the shape of its fields. */
export interface AccountRules {
  readonly passwordMinLength: number
  /** Whether CPF and CNPJ must have right check digits; not in `APP_ENV=local`. */
  readonly checksDocuments: boolean
}

/** Who wants an account. */
export interface Registration {
  readonly email: string
  readonly fullName: string
  readonly username: string
  readonly password: Secret
  /** CPF or CNPJ as typed; only an operator's account may go without. */
  readonly documentNumber: string | undefined
  readonly phone: string | undefined
  readonly role: Role
}

/**
 * Makes an account.
 *
 * @throws {DomainError} `password-too-short`, `document-invalid` or `account-exists`.
 */
export async function registerAccount(
  deps: RegisterDeps,
  registration: Registration,
): Promise<Account> {
  const { password, documentNumber } = registration
  checkPassword(deps.accountRules, password, '#/password')
  const document = documentNumber && checkedDocument(deps.accountRules, documentNumber)
  const account: Account = {
    id: uuidv7() as AccountId,
    email: registration.email.trim(),
    fullName: registration.fullName.trim(),
    username: registration.username,
    documentNumber: document || undefined,
    phone: registration.phone || undefined,
    role: registration.role,
    monthlyLimit: { kind: 'default' },
    isDisabled: false,
    createdAt: deps.now(),
  }
  const passwordHash = await deps.passwords.hash(password)
  await insertAccount(deps.db, { account, passwordHash })
  return account
}

/** @throws {DomainError} `password-too-short`, naming the field at `pointer`. */
export function checkPassword(rules: AccountRules, password: Secret, pointer: string): void {
  const minimum = rules.passwordMinLength
  if ([...password.reveal()].length >= minimum) return
  throw new DomainError('password-too-short', { minimum, pointer })
}

function checkedDocument(rules: AccountRules, typed: string): string {
  const bare = bareDocument(typed)
  if (rules.checksDocuments && !isDocument(bare)) throw new DomainError('document-invalid', {})
  return bare
}
