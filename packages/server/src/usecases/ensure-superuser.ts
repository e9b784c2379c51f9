import { randomBytes } from 'node:crypto'
import { isDomainError } from '../domain/errors.ts'
import { Secret } from '../security/secret.ts'
import { findAccountToLogIn } from '../store/accounts.ts'
import { type RegisterDeps, registerAccount } from './register-account.ts'

/** The administrator that the settings want. */
export interface WantedSuperuser {
  readonly username: string
  readonly email: string
  readonly password: Secret | undefined
}

/** What became of the first superuser; a password that was made is shown here and nowhere else. */
export type SuperuserOutcome =
  | { readonly outcome: 'there'; readonly username: string }
  | {
      readonly outcome: 'made'
      readonly username: string
      readonly madePassword: Secret | undefined
    }

/** Makes the first administrator unless an account of that name is there: it is left as it is. */
export async function ensureSuperuser(
  deps: RegisterDeps,
  { username, email, password }: WantedSuperuser,
): Promise<SuperuserOutcome> {
  if (await findAccountToLogIn(deps.db, username)) return { outcome: 'there', username }
  const madePassword = password ? undefined : new Secret(randomBytes(15).toString('base64url'))
  try {
    await registerAccount(deps, {
      username,
      email,
      fullName: 'First Superuser',
      password: password ?? (madePassword as Secret),
      documentNumber: undefined,
      phone: undefined,
      role: 'admin',
    })
  } catch (error) {
    // Another node was quicker, or somebody else has the e-mail: only the first is fine.
    if (!isDomainError(error, 'account-exists')) throw error
    if (!(await findAccountToLogIn(deps.db, username))) throw error
    return { outcome: 'there', username }
  }
  return { outcome: 'made', username, madePassword }
}
