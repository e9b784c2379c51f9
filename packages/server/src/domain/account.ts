import type { AccountId, SessionId, Units } from './units.ts'

/** What an account may be. */
export type Role = 'user' | 'admin'

/** What a credential may do; `spam_ml` is the described system's name for classifying. */
export type Scope = 'spam_ml' | 'reports' | 'account' | 'admin'

/** Every scope there is, in the order in which they are written. */
export const SCOPES: readonly Scope[] = ['spam_ml', 'reports', 'account', 'admin']

/**
 * How many units an account may take in a period: a number of its own, none at all, or whatever
 * `MONTHLY_QUOTA` says.
 */
export type MonthlyLimit =
  | { readonly kind: 'default' }
  | { readonly kind: 'own'; readonly units: Units }
  | { readonly kind: 'none' }

/** A person or a company that registered. The password's hash never leaves the store with it. */
export interface Account {
  readonly id: AccountId
  readonly email: string
  readonly fullName: string
  readonly username: string
  /** CPF or CNPJ without punctuation; an operator's own account may have none. */
  readonly documentNumber: string | undefined
  readonly phone: string | undefined
  readonly role: Role
  readonly monthlyLimit: MonthlyLimit
  readonly isDisabled: boolean
  readonly createdAt: Date
}

/**
 * What a client of a dialect is told when no unit is left: a refusal, or, where a refusal would harm
 * whoever wrote the text, an answer that says neither spam nor ham.
 */
export type OverQuota = 'refuse' | 'undecided'

/** On whose behalf a request speaks, and what it was granted. */
export interface Caller {
  readonly accountId: AccountId
  readonly username: string
  readonly role: Role
  readonly scopes: readonly Scope[]
  /** The refresh family of an access token; an API key has none. */
  readonly sessionId: SessionId | undefined
  readonly overQuota: OverQuota
}

/** The most that an account of this role can be granted. */
export function scopesOfRole(role: Role): readonly Scope[] {
  return role === 'admin' ? SCOPES : SCOPES.filter((scope) => scope !== 'admin')
}

/** What is left of `granted` when only `asked` is wanted; nothing asked is nothing left. */
export function narrowScopes(
  granted: readonly Scope[],
  asked: readonly string[],
): readonly Scope[] {
  return granted.filter((scope) => asked.includes(scope))
}

/** Units an account may take in a period, or `undefined` for no limit. */
export function unitsOfLimit(limit: MonthlyLimit, byDefault: Units): Units | undefined {
  if (limit.kind === 'none') return undefined
  return limit.kind === 'own' ? limit.units : byDefault
}

/** The form under which e-mails and usernames are compared: case and composition do not matter. */
export function comparableName(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}
