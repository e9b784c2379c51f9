import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { AccountId, DecisionId, ModelVersion } from '../domain/units.ts'
import { freshDatabase } from '../testing/databases.ts'
import { newAccount, ownLimit } from '../testing/rows.ts'
import { insertAccount } from './accounts.ts'
import { arrayOf, arrayOfBytes, arrayOfTexts } from './array-literal.ts'
import type { OpenDatabase } from './database.ts'
import { findDecisions } from './decisions.ts'

const NOON = '2026-05-15T12:00:00.000Z'
const uuid = (digit: string) => `00000000-0000-7000-8000-00000000000${digit}`
const [OWN, DEFAULT, NONE, NOBODY] = ['a', 'b', 'c', 'd'].map(uuid) as [
  AccountId,
  AccountId,
  AccountId,
  AccountId,
]
const KEY = Buffer.from('ab'.repeat(32), 'hex')
const REQUEST = Buffer.from('cd'.repeat(32), 'hex')

/** Decisions of the accounts above, by number, in the order in which they came. */
interface Call {
  readonly accounts: readonly AccountId[]
  readonly owners: readonly number[]
  /** The decision that a claim with the key begins with, from 1 on; it wants two. */
  readonly keyedFrom: number
  readonly firstId: number
}

let opened: OpenDatabase
before(async () => {
  opened = await freshDatabase()
})
after(() => opened.close())

async function call({ accounts, owners, keyedFrom, firstId }: Call) {
  const places = owners.map((owner, i) => owners.slice(0, i + 1).filter((o) => o === owner).length)
  const wanted = accounts.map((_, i) => owners.filter((owner) => owner === i + 1).length)
  const each = <Value>(value: Value): Value[] => owners.map(() => value)
  const none = each<string | undefined>(undefined)
  const { rows } = await sql<object>`select * from take_units(
    ${arrayOfTexts(accounts)}::uuid[], ${arrayOf(wanted)}::integer[],
    ${arrayOf(owners)}::integer[], ${arrayOf(places)}::integer[],
    ${arrayOfTexts(owners.map((_, i) => uuid(String(firstId + i))))}::uuid[],
    ${arrayOf(owners.map((_, i) => i % 2 === 1))}::boolean[], ${arrayOfTexts(each('review'))}::text[],
    ${arrayOf(each(0.5))}::double precision[], ${arrayOfTexts(each('m'))}::text[],
    ${arrayOfTexts(none.with(0, 'chat'))}::text[],
    ${arrayOfTexts(none.with(0, 'a "text" \\ NULL'))}::text[],
    ${arrayOf([owners[keyedFrom - 1] ?? 0])}::integer[], ${arrayOfBytes([KEY])}::bytea[],
    ${arrayOfBytes([REQUEST])}::bytea[], ${arrayOf([keyedFrom])}::integer[], '{2}'::integer[],
    ${NOON}::timestamptz, '2026-05', 15, 10)`.execute(opened.db)
  return rows
}

describe('take_units, stored for good', () => {
  it('answers and stores exactly this', async () => {
    const limits = [ownLimit(3), { kind: 'default' }, { kind: 'none' }] as const
    for (const [i, id] of [OWN, DEFAULT, NONE].entries()) {
      const account = newAccount({ id, monthlyLimit: limits[i] ?? { kind: 'none' } })
      await insertAccount(opened.db, { account, passwordHash: '-' })
    }
    const accounts = [OWN, DEFAULT, NONE, NOBODY]
    const first = { accounts, owners: [1, 1, 2, 2, 1, 3, 4, 1], keyedFrom: 3, firstId: 1 }
    assert.deepEqual(await call(first), [
      { used: [0, 0, 0, null], granted: [3, 2, 1, 0], limits: [3, 10, null, null], seen: null },
    ])
    const stored = await findDecisions(
      opened.db,
      OWN,
      ['1', '2', '5', '8'].map(uuid) as DecisionId[],
    )
    const common = {
      verdict: 'review',
      spamProbability: 0.5,
      modelVersion: 'm' as ModelVersion,
      createdAt: new Date(NOON),
    }
    const bare = { ...common, source: undefined, text: undefined }
    assert.deepEqual(stored, [
      { ...common, id: uuid('1'), label: 'ham', source: 'chat', text: 'a "text" \\ NULL' },
      { ...bare, id: uuid('2'), label: 'spam' },
      { ...bare, id: uuid('5'), label: 'ham' },
    ])
    const may = { month: '2026-05' }
    const usage = await opened.db.selectFrom('usage').selectAll().orderBy('account_id').execute()
    const none = new Array<number>(31).fill(0)
    assert.deepEqual(usage, [
      { account_id: OWN, ...may, used: 3, ham: none.with(14, 2), spam: none.with(14, 1) },
      { account_id: DEFAULT, ...may, used: 2, ham: none.with(14, 1), spam: none.with(14, 1) },
      { account_id: NONE, ...may, used: 1, ham: none, spam: none.with(14, 1) },
    ])
  })

  it('of a key that was used says what was answered, and takes nothing for anybody', async () => {
    const again = { accounts: [OWN, DEFAULT], owners: [2, 2, 1], keyedFrom: 1, firstId: 6 }
    const past = {
      claim: 0,
      used: 2,
      limit: 10,
      month: '2026-05',
      request: REQUEST.toString('hex'),
    }
    const seen = [{ ...past, decisions: ['3', '4'].map(uuid) }]
    assert.deepEqual(await call(again), [{ used: null, granted: null, limits: null, seen }])
    const { rows } = await sql`select from decision`.execute(opened.db)
    assert.equal(rows.length, 6)
  })
})
