import { type Insertable, type Selectable, sql } from 'kysely'
import { type Account, comparableName, type MonthlyLimit } from '../domain/account.ts'
import { DomainError } from '../domain/errors.ts'
import type { AccountId, Units } from '../domain/units.ts'
import type { Database } from './database.ts'
import type { AccountTable } from './schema.ts'

/** An account with what proves that somebody is its owner. */
export interface AccountWithPassword {
  readonly account: Account
  /** A PHC string of argon2id. */
  readonly passwordHash: string
}

/** What an owner or an administrator may change; a field that is not there stays as it is. */
export type AccountChanges = Partial<
  Pick<Account, 'fullName' | 'phone' | 'email' | 'role' | 'monthlyLimit' | 'isDisabled'> & {
    readonly passwordHash: string
  }
>

/** Stores a new account. @throws {DomainError} `account-exists`, naming every field that is taken. */
export async function insertAccount(
  db: Database,
  { account, passwordHash }: AccountWithPassword,
): Promise<void> {
  try {
    await db.insertInto('account').values(rowOf(account, passwordHash)).execute()
  } catch (error) {
    if (!isTaken(error)) throw error
    throw new DomainError('account-exists', { fields: await takenFields(db, account) })
  }
}

/** Finds the account that logs in under this username or e-mail; case does not matter. */
export async function findAccountToLogIn(
  db: Database,
  name: string,
): Promise<AccountWithPassword | undefined> {
  const key = comparableName(name)
  const row = await db
    .selectFrom('account')
    .selectAll()
    .where((where) => where.or([where('username_key', '=', key), where('email_key', '=', key)]))
    // A username may not hold an @, so that no name can mean two accounts.
    .executeTakeFirst()
  return row && { account: accountOf(row), passwordHash: row.password_hash }
}

/** Finds an account and its password's hash. */
export async function findAccountWithPassword(
  db: Database,
  id: AccountId,
): Promise<AccountWithPassword | undefined> {
  const row = await db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst()
  return row && { account: accountOf(row), passwordHash: row.password_hash }
}

/** Finds an account by its id. */
export async function findAccount(db: Database, id: AccountId): Promise<Account | undefined> {
  return (await findAccountWithPassword(db, id))?.account
}

/** Lists accounts, oldest first, whose username, e-mail or name holds `query`. */
export async function listAccounts(
  db: Database,
  { skip, limit, query }: { readonly skip: number; readonly limit: number; readonly query: string },
): Promise<{ readonly items: readonly Account[]; readonly total: number }> {
  const pattern = `%${comparableName(query).replace(/[\\%_]/gu, '\\$&')}%`
  const matching = db
    .selectFrom('account')
    .where((where) =>
      where.or([
        where('username_key', 'like', pattern),
        where('email_key', 'like', pattern),
        where('full_name_key', 'like', pattern),
      ]),
    )
  const [rows, count] = await Promise.all([
    matching.selectAll().orderBy('created_at').orderBy('id').offset(skip).limit(limit).execute(),
    matching.select(sql<number>`count(*)::integer`.as('total')).executeTakeFirstOrThrow(),
  ])
  return { items: rows.map(accountOf), total: count.total }
}

/**
 * Changes an account.
 *
 * @returns The account as it is now; `undefined` when there is none.
 * @throws {DomainError} `account-exists` when the new e-mail is taken.
 */
export async function updateAccount(
  db: Database,
  id: AccountId,
  changes: AccountChanges,
): Promise<Account | undefined> {
  const values = columnsOf(changes)
  if (Object.keys(values).length === 0) return findAccount(db, id)
  try {
    const row = await db
      .updateTable('account')
      .set(values)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    return row && accountOf(row)
  } catch (error) {
    if (!isTaken(error)) throw error
    throw new DomainError('account-exists', { fields: ['email'] })
  }
}

/** Erases an account and, with it, everything that is stored about it. */
export async function deleteAccount(db: Database, id: AccountId): Promise<void> {
  await db.deleteFrom('account').where('id', '=', id).execute()
}

/**
 * Locks the rows of all administrators who can log in, and says who they are; two changes that would
 * each leave one of them can then not pass each other.
 *
 * The lock is the weaker one, which the ledger's own on the same rows does not wait for: with the
 * stronger one an account that is erased while it classifies could deadlock with it.
 */
export async function lockAdmins(tx: Database): Promise<readonly AccountId[]> {
  const rows = await tx
    .selectFrom('account')
    .select('id')
    .where('role', '=', 'admin')
    .where('is_disabled', '=', false)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(({ id }) => id)
}

/** What an account is outside the store; the password's hash stays behind. */
export function accountOf(row: Selectable<AccountTable>): Account {
  return {
    id: row.id,
    email: row.email,
    fullName: row.full_name,
    username: row.username,
    documentNumber: row.document_number ?? undefined,
    phone: row.phone ?? undefined,
    role: row.role,
    monthlyLimit: limitOf(row.limit_kind, row.monthly_limit),
    isDisabled: row.is_disabled,
    createdAt: row.created_at,
  }
}

function limitOf(kind: MonthlyLimit['kind'], units: Units | null): MonthlyLimit {
  return kind === 'own' && units !== null ? { kind, units } : { kind: kind as 'default' | 'none' }
}

function rowOf(account: Account, passwordHash: string): Insertable<AccountTable> {
  return {
    id: account.id,
    email: account.email,
    email_key: comparableName(account.email),
    full_name: account.fullName,
    full_name_key: comparableName(account.fullName),
    username: account.username,
    username_key: comparableName(account.username),
    document_number: account.documentNumber ?? null,
    phone: account.phone ?? null,
    password_hash: passwordHash,
    role: account.role,
    ...limitColumns(account.monthlyLimit),
    is_disabled: account.isDisabled,
    created_at: account.createdAt,
  }
}

function limitColumns(limit: MonthlyLimit) {
  return { limit_kind: limit.kind, monthly_limit: limit.kind === 'own' ? limit.units : null }
}

function columnsOf(changes: AccountChanges) {
  const { fullName, phone, email, role, monthlyLimit, isDisabled, passwordHash } = changes
  return {
    ...(fullName !== undefined && {
      full_name: fullName,
      full_name_key: comparableName(fullName),
    }),
    ...(phone !== undefined && { phone: phone === '' ? null : phone }),
    ...(email !== undefined && { email, email_key: comparableName(email) }),
    ...(role !== undefined && { role }),
    ...(monthlyLimit !== undefined && limitColumns(monthlyLimit)),
    ...(isDisabled !== undefined && { is_disabled: isDisabled }),
    ...(passwordHash !== undefined && { password_hash: passwordHash }),
  }
}

/** SQLSTATE of a value that a unique constraint refused. Source: PostgreSQL, appendix A. */
const UNIQUE_VIOLATION = '23505'

function isTaken(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === UNIQUE_VIOLATION
}

async function takenFields(db: Database, account: Account) {
  const rows = await db
    .selectFrom('account')
    .select(['email_key', 'username_key', 'document_number'])
    .where((where) =>
      where.or([
        where('email_key', '=', comparableName(account.email)),
        where('username_key', '=', comparableName(account.username)),
        where('document_number', '=', account.documentNumber ?? null),
      ]),
    )
    .execute()
  const taken = {
    email: rows.some((row) => row.email_key === comparableName(account.email)),
    username: rows.some((row) => row.username_key === comparableName(account.username)),
    document_number: rows.some(
      (row) => row.document_number !== null && row.document_number === account.documentNumber,
    ),
  }
  return (['email', 'username', 'document_number'] as const).filter((field) => taken[field])
}
