import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { MonthlyLimit } from '../domain/account.ts'
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
const DIGEST = Buffer.from('ef'.repeat(32), 'hex')
const LIMITS: readonly MonthlyLimit[] = [ownLimit(3), { kind: 'default' }, { kind: 'none' }]

/** Decisions of the accounts above, by number, in the order in which they came. */
interface Call {
  readonly accounts: readonly AccountId[]
  readonly owners: readonly number[]
  /** The decision that a claim with the key begins with, from 1 on; it wants two. */
  readonly keyedFrom: number
  readonly firstId: number
  /** Left out where the function of migration 0005 is called. */
  readonly more?: Additions | undefined
}

/** What migration 0006 added: of each decision and, `wholes`, of each account; or empty. */
interface Additions {
  readonly sites: readonly (string | undefined)[]
  readonly digests: readonly (Uint8Array | undefined)[]
  readonly wholes: readonly boolean[]
}

const NOTHING_MORE: Additions = { sites: [], digests: [], wholes: [] }

let opened: OpenDatabase

/** A database in which the first three of the accounts above are. */
async function openWithAccounts(): Promise<void> {
  opened = await freshDatabase()
  for (const [i, monthlyLimit] of LIMITS.entries()) {
    const account = newAccount({ id: uuid('abc'[i] ?? '') as AccountId, monthlyLimit })
    await insertAccount(opened.db, { account, passwordHash: '-' })
  }
}

async function call({ accounts, owners, keyedFrom, firstId, more }: Call) {
  const places = owners.map((owner, i) => owners.slice(0, i + 1).filter((o) => o === owner).length)
  const wanted = accounts.map((_, i) => owners.filter((owner) => owner === i + 1).length)
  const each = <Value>(value: Value): Value[] => owners.map(() => value)
  const none = each<string | undefined>(undefined)
  const added = more
    ? sql`${arrayOfTexts(more.sites)}::text[], ${arrayOfBytes(more.digests)}::bytea[],
      ${arrayOf(more.wholes)}::boolean[],`
    : sql``
  const { rows } = await sql<object>`select * from take_units(
    ${arrayOfTexts(accounts)}::uuid[], ${arrayOf(wanted)}::integer[],
    ${arrayOf(owners)}::integer[], ${arrayOf(places)}::integer[],
    ${arrayOfTexts(owners.map((_, i) => uuid(String(firstId + i))))}::uuid[],
    ${arrayOf(owners.map((_, i) => i % 2 === 1))}::boolean[], ${arrayOfTexts(each('review'))}::text[],
    ${arrayOf(each(0.5))}::double precision[], ${arrayOfTexts(each('m'))}::text[],
    ${arrayOfTexts(none.with(0, 'chat'))}::text[],
    ${arrayOfTexts(none.with(0, 'a "text" \\ NULL'))}::text[], ${added}
    ${arrayOf([owners[keyedFrom - 1] ?? 0])}::integer[], ${arrayOfBytes([KEY])}::bytea[],
    ${arrayOfBytes([REQUEST])}::bytea[], ${arrayOf([keyedFrom])}::integer[], '{2}'::integer[],
    ${NOON}::timestamptz, '2026-05', 15, 10)`.execute(opened.db)
  return rows
}

const readUsage = () =>
  opened.db.selectFrom('usage').selectAll().orderBy('account_id').orderBy('month').execute()

const NO_DAYS = new Array<number>(31).fill(0)

for (const [version, more] of [
  ['of migration 0005, which nodes of the version before call', undefined],
  ['of migration 0006, without anything that it added', NOTHING_MORE],
] as const) {
  describe(`take_units ${version}, stored for good`, () => {
    before(openWithAccounts)
    after(() => opened.close())

    it('answers and stores exactly this', async () => {
      const accounts = [OWN, DEFAULT, NONE, NOBODY]
      const owners = [1, 1, 2, 2, 1, 3, 4, 1]
      assert.deepEqual(await call({ accounts, owners, keyedFrom: 3, firstId: 1, more }), [
        { used: [0, 0, 0, null], granted: [3, 2, 1, 0], limits: [3, 10, null, null], seen: null },
      ])
      const ids = ['1', '2', '5', '8'].map(uuid) as DecisionId[]
      const common = {
        ...{ verdict: 'review', spamProbability: 0.5, modelVersion: 'm' as ModelVersion },
        ...{ createdAt: new Date(NOON), site: undefined },
      }
      const bare = { ...common, source: undefined, text: undefined }
      assert.deepEqual(await findDecisions(opened.db, OWN, ids), [
        { ...common, id: uuid('1'), label: 'ham', source: 'chat', text: 'a "text" \\ NULL' },
        { ...bare, id: uuid('2'), label: 'spam' },
        { ...bare, id: uuid('5'), label: 'ham' },
      ])
      const may = { month: '2026-05' }
      assert.deepEqual(await readUsage(), [
        { account_id: OWN, ...may, used: 3, ham: NO_DAYS.with(14, 2), spam: NO_DAYS.with(14, 1) },
        {
          account_id: DEFAULT,
          ...may,
          used: 2,
          ham: NO_DAYS.with(14, 1),
          spam: NO_DAYS.with(14, 1),
        },
        { account_id: NONE, ...may, used: 1, ham: NO_DAYS, spam: NO_DAYS.with(14, 1) },
      ])
      const { rows } = await sql`select from decision where text_digest is not null
        union all select from site_usage`.execute(opened.db)
      assert.equal(rows.length, 0)
    })

    it('of a key that was used says what was answered, and takes nothing for anybody', async () => {
      const accounts = [OWN, DEFAULT]
      const past = {
        ...{ claim: 0, used: 2, limit: 10, month: '2026-05', request: REQUEST.toString('hex') },
        decisions: ['3', '4'].map(uuid),
      }
      const again = await call({ accounts, owners: [2, 2, 1], keyedFrom: 1, firstId: 6, more })
      assert.deepEqual(again, [{ used: null, granted: null, limits: null, seen: [past] }])
      const { rows } = await sql`select from decision`.execute(opened.db)
      assert.equal(rows.length, 6)
    })
  })
}

describe('take_units of migration 0006, stored for good', () => {
  before(openWithAccounts)
  after(() => opened.close())

  const readSites = () =>
    opened.db
      .selectFrom('site_usage')
      .selectAll()
      .orderBy('account_id')
      .orderBy('month')
      .orderBy('site')
      .execute()
  const may = { month: '2026-05' }
  const accounts = [OWN, DEFAULT, NONE]
  const [BLOG, SHOP] = ['blog.example.com', 'shop.example.org/a "b" \\ NULL']

  it('grants a whole claim all of its units or none, and others what is left', async () => {
    const owners = [1, 1, 1, 1, 2, 2, 3, 3]
    const more = { ...NOTHING_MORE, wholes: [true, true, false] }
    assert.deepEqual(await call({ accounts, owners, keyedFrom: 1, firstId: 1, more }), [
      { used: [0, 0, 0], granted: [0, 2, 2], limits: [3, 10, null], seen: null },
    ])
    await sql`truncate decision`.execute(opened.db)
    const partly = { ...more, wholes: [false, true, true] }
    assert.deepEqual(await call({ accounts, owners, keyedFrom: 5, firstId: 1, more: partly }), [
      { used: [0, 2, 2], granted: [3, 2, 2], limits: [3, 10, null], seen: null },
    ])
  })

  it('remembers no key of a whole claim that was granted nothing', async () => {
    const { rows } = await sql<object>`select account_id, used from idempotency`.execute(opened.db)
    assert.deepEqual(rows, [{ account_id: DEFAULT, used: 4 }])
  })

  it('stores sites and digests of what was paid for, and counts by site', async () => {
    await sql`truncate decision, usage, idempotency`.execute(opened.db)
    const owners = [1, 1, 1, 1, 2, 2, 3, 2]
    const sites = [BLOG, BLOG, undefined, 'past the limit', BLOG, SHOP, undefined, SHOP]
    const digests = [DIGEST, ...owners.slice(2).map(() => undefined), DIGEST]
    const more = { sites, digests, wholes: [] }
    assert.deepEqual(await call({ accounts, owners, keyedFrom: 1, firstId: 1, more }), [
      { used: [0, 0, 0], granted: [3, 3, 1], limits: [3, 10, null], seen: null },
    ])
    const stored = await opened.db
      .selectFrom('decision')
      .select(['id', 'site', 'text_digest'])
      .orderBy('id')
      .execute()
    const what = stored.map((row) => [row.id, row.site, hexOf(row.text_digest)])
    assert.deepEqual(what, [
      [uuid('1'), BLOG, hexOf(DIGEST)],
      [uuid('2'), BLOG, null],
      [uuid('3'), null, null],
      [uuid('5'), BLOG, null],
      [uuid('6'), SHOP, null],
      [uuid('7'), null, null],
      [uuid('8'), SHOP, hexOf(DIGEST)],
    ])
    assert.deepEqual(await readSites(), [
      { account_id: OWN, ...may, site: BLOG, ham: 1, spam: 1 },
      { account_id: DEFAULT, ...may, site: BLOG, ham: 1, spam: 0 },
      { account_id: DEFAULT, ...may, site: SHOP, ham: 0, spam: 2 },
    ])
  })

  it('adds to what a site has', async () => {
    await sql`truncate decision, idempotency`.execute(opened.db)
    const more = { ...NOTHING_MORE, sites: [BLOG, BLOG, undefined] }
    const owners = [2, 2, 2]
    await call({ accounts, owners, keyedFrom: 1, firstId: 1, more })
    const sites = await readSites()
    assert.deepEqual(
      sites.map(({ site, ham, spam }) => [site, ham, spam]),
      [
        [BLOG, 1, 1],
        [BLOG, 2, 1],
        [SHOP, 0, 2],
      ],
    )
  })
})

function hexOf(bytes: Uint8Array | null): string | null {
  return bytes && Buffer.from(bytes).toString('hex')
}
