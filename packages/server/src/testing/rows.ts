import type { Label } from '@hamlet/classifier'
import { v7 as uuidv7 } from 'uuid'
import type { Account, MonthlyLimit } from '../domain/account.ts'
import type { Judgement } from '../domain/decision.ts'
import type { AccountId, DecisionId, ModelVersion, SessionId, Units } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import { insertAccount } from '../store/accounts.ts'
import type { Database } from '../store/database.ts'
import { insertSession, type Session } from '../store/sessions.ts'

/** When everything in tests of the store was made, unless they say otherwise. */
export const MADE_AT = new Date('2026-05-01T00:00:00Z')

/** Not a hash of anybody's password. */
export const NO_HASH = '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5$bm9ib2R5'

/** An account of nobody that is like no other, not stored yet. */
export function newAccount(changes: Partial<Account> = {}): Account {
  const id = uuidv7() as AccountId
  return {
    id,
    email: `${id}@example.com`,
    fullName: 'Ofelia Souza',
    username: id,
    documentNumber: undefined,
    phone: undefined,
    role: 'user',
    monthlyLimit: { kind: 'default' },
    isDisabled: false,
    createdAt: MADE_AT,
    ...changes,
  }
}

/** Stores an account of nobody. */
export async function storeAccount(db: Database, changes: Partial<Account> = {}): Promise<Account> {
  const account = newAccount(changes)
  await insertAccount(db, { account, passwordHash: NO_HASH })
  return account
}

/** Stores a session with its first refresh token, whose hash is that of `token`. */
export async function storeSession(
  db: Database,
  accountId: AccountId,
  token: string,
  changes: Partial<Session> = {},
): Promise<Session> {
  const session: Session = {
    id: uuidv7() as SessionId,
    accountId,
    scopes: ['spam_ml', 'account'],
    userAgent: undefined,
    createdAt: MADE_AT,
    lastUsedAt: MADE_AT,
    expiresAt: new Date('2026-06-01T00:00:00Z'),
    ...changes,
  }
  await insertSession(db, session, sha256(token))
  return session
}

/** A limit of an account's own. */
export function ownLimit(units: number): MonthlyLimit {
  return { kind: 'own', units: units as Units }
}

/** A judgement that nobody has paid for yet. */
export function newJudgement(changes: Partial<Judgement> = {}): Judgement {
  const label: Label = changes.label ?? 'ham'
  return {
    id: uuidv7() as DecisionId,
    label,
    verdict: label,
    spamProbability: (label === 'spam' ? 0.9375 : 0.0625) as Judgement['spamProbability'],
    modelVersion: '0123456789ab' as ModelVersion,
    source: undefined,
    site: undefined,
    text: 'to ham or not to ham',
    ...changes,
  }
}

/** As many judgements as are wanted. */
export function newJudgements(count: number, changes: Partial<Judgement> = {}): Judgement[] {
  return Array.from({ length: count }, () => newJudgement(changes))
}

/** What the store says of an account's units, counted in each of the ways there are. */
export interface Tally {
  readonly used: number
  readonly counted: number
  readonly decisions: number
}

/** Counts an account's units of all months: as taken, by day, and as decisions. */
export async function tallyOf(db: Database, accountId: AccountId): Promise<Tally> {
  const months = await db
    .selectFrom('usage')
    .selectAll()
    .where('account_id', '=', accountId)
    .execute()
  const decisions = await db
    .selectFrom('decision')
    .select('id')
    .where('account_id', '=', accountId)
    .execute()
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
  return {
    used: sum(months.map(({ used }) => used)),
    counted: sum(months.flatMap(({ ham, spam }) => [...ham, ...spam])),
    decisions: decisions.length,
  }
}
