import {
  type Account,
  type Caller,
  type MonthlyLimit,
  type Role,
  scopesOfRole,
} from '../domain/account.ts'
import { DomainError } from '../domain/errors.ts'
import { periodOf } from '../domain/quota.ts'
import type { AccountId, Units } from '../domain/units.ts'
import type { CallerCache } from '../security/caller-cache.ts'
import {
  type AccountChanges,
  findAccount,
  listAccounts,
  lockAdmins,
  updateAccount,
} from '../store/accounts.ts'
import type { Database, RootDatabase } from '../store/database.ts'
import { deleteOtherSessions } from '../store/sessions.ts'
import { findUsageOfMany } from '../store/usage.ts'
import { requireScope } from './identify-caller.ts'

/** What administering accounts needs. */
export interface AdministerDeps {
  readonly db: RootDatabase
  readonly callers: CallerCache
}

/** What an administrator may change of an account. */
export interface AdminChanges {
  readonly role?: Role | undefined
  readonly monthlyLimit?: MonthlyLimit | undefined
  readonly isDisabled?: boolean | undefined
}

/** What listing accounts needs besides: which month it is. */
export interface BrowseDeps extends AdministerDeps {
  readonly now: () => Date
  readonly timeZone: string
}

/** An account, and the units that it took this month. */
export interface ListedAccount {
  readonly account: Account
  readonly used: Units
}

/** A page of all accounts. @throws {DomainError} `missing-scope`. */
export async function browseAccounts(
  { db, now, timeZone }: BrowseDeps,
  caller: Caller,
  page: { readonly skip: number; readonly limit: number; readonly query: string },
): Promise<{ readonly items: readonly ListedAccount[]; readonly total: number }> {
  requireScope(caller, 'admin')
  const { items, total } = await listAccounts(db, page)
  const ids = items.map(({ id }) => id)
  const used = await findUsageOfMany(db, ids, periodOf(now(), timeZone).month)
  const listed = items.map((account) => ({ account, used: used.get(account.id) ?? (0 as Units) }))
  return { items: listed, total }
}

/**
 * One account, to an administrator or its owner; to anybody else it does not exist.
 *
 * @throws {DomainError} `account-not-found`.
 */
export async function showAccount(
  deps: AdministerDeps,
  caller: Caller,
  id: AccountId,
): Promise<Account> {
  const mayRead = caller.scopes.includes('admin') || isOwner(caller, id)
  const account = mayRead ? await findAccount(deps.db, id) : undefined
  if (account === undefined) throw new DomainError('account-not-found', {})
  return account
}

function isOwner(caller: Caller, id: AccountId): boolean {
  return caller.accountId === id && caller.scopes.includes('account')
}

/**
 * Changes role, limit or standing of an account: at once here, on other nodes within the life of a
 * verified caller. Disabling ends its sessions, and so does a role that may do more: they were granted
 * for the one before. One that may do less narrows them.
 *
 * @throws {DomainError} `missing-scope`, `account-not-found`, or `last-admin` when nobody would be
 *   left to administer the service.
 *
 * Source: OWASP Session Management Cheat Sheet, "Renew the Session ID After Any Privilege Level Change".
 */
export async function changeAccount(
  deps: AdministerDeps,
  caller: Caller,
  id: AccountId,
  { role, monthlyLimit, isDisabled }: AdminChanges,
): Promise<Account> {
  requireScope(caller, 'admin')
  const changes = {
    ...(role !== undefined && { role }),
    ...(monthlyLimit !== undefined && { monthlyLimit }),
    ...(isDisabled !== undefined && { isDisabled }),
  } satisfies AccountChanges
  const account = await deps.db.transaction().execute(async (tx) => {
    const admins = await lockAdmins(tx)
    const isLast = admins.length === 1 && admins[0] === id
    if (isLast && (role === 'user' || isDisabled)) throw new DomainError('last-admin', {})
    if (isDisabled || (role && (await gainsScopes(tx, id, role)))) {
      await deleteOtherSessions(tx, id, undefined)
    }
    return updateAccount(tx, id, changes)
  })
  deps.callers.clear()
  if (account === undefined) throw new DomainError('account-not-found', {})
  return account
}

async function gainsScopes(tx: Database, id: AccountId, role: Role): Promise<boolean> {
  const account = await findAccount(tx, id)
  if (account === undefined) return false
  const before = scopesOfRole(account.role)
  return scopesOfRole(role).some((scope) => !before.includes(scope))
}
