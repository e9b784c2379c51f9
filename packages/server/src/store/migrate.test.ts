import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { parse } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { freshDatabase, freshPostgresDatabase, WITHOUT_POSTGRES } from '../testing/databases.ts'
import { storeAccount } from '../testing/rows.ts'
import type { OpenDatabase, RootDatabase } from './database.ts'
import {
  MIGRATIONS,
  MigrationError,
  migrateDown,
  migrateUp,
  migrationStatus,
  pendingMigrations,
} from './migrate.ts'
import { openPostgres } from './postgres.ts'
import type { Schema } from './schema.ts'

const NAMES = readdirSync(MIGRATIONS)
  .map((file) => parse(file).name)
  .sort()

/** Everything in the schema that is not the migrator's own: tables, indexes, functions. */
async function thingsIn(db: RootDatabase): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace
    union all
    select proname from pg_proc where pronamespace = 'public'::regnamespace
    order by name`.execute(db)
  return rows.map(({ name }) => name).filter((name) => !name.startsWith('kysely_'))
}

const migrateToNothing = async (db: RootDatabase) => {
  const names: string[] = []
  for (;;) {
    const [step] = await migrateDown(db)
    if (step === undefined) return names
    assert.equal(step.direction, 'down')
    names.push(step.name)
  }
}

/** Takes the newest migrations back, this one included. */
async function migrateDownThrough(db: RootDatabase, wanted: string): Promise<void> {
  for (;;) {
    const [step] = await migrateDown(db)
    assert.ok(step)
    if (step.name === wanted) return
  }
}

describe('migrations', () => {
  let opened: OpenDatabase
  before(async () => {
    opened = await freshDatabase()
  })
  after(() => opened.close())

  it('go down to nothing, newest first, and up again to the same schema', async () => {
    const { db } = opened
    await storeAccount(db)
    const whole = await thingsIn(db)
    assert.ok(whole.includes('account') && whole.includes('record_decisions'))
    assert.deepEqual(await migrateToNothing(db), NAMES.toReversed())
    assert.deepEqual(await thingsIn(db), [])
    const steps = await migrateUp(db)
    assert.deepEqual(
      steps,
      NAMES.map((name) => ({ name, direction: 'up' })),
    )
    assert.deepEqual(await thingsIn(db), whole)
    assert.deepEqual(await migrateUp(db), [])
    await storeAccount(db)
  })

  it('that have not run are pending, and have no time in the list of all', async () => {
    const { db } = opened
    assert.deepEqual(await pendingMigrations(db), [])
    await migrateDown(db)
    assert.deepEqual(await pendingMigrations(db), NAMES.slice(-1))
    const status = await migrationStatus(db)
    assert.deepEqual(
      status.map(({ name }) => name),
      NAMES,
    )
    const haveRun = status.map(({ executedAt }) => executedAt !== undefined)
    assert.deepEqual(
      haveRun,
      NAMES.map((_, i) => i < NAMES.length - 1),
    )
    await migrateUp(db)
    assert.deepEqual(await pendingMigrations(db), [])
  })

  it('that fail leave nothing behind, and say which one it was and why', async () => {
    const { db } = opened
    await migrateToNothing(db)
    await sql`create table usage (what text)`.execute(db)
    await assert.rejects(migrateUp(db), (error) => {
      assert.ok(error instanceof MigrationError)
      assert.match(error.message, /^0002-ledger: .*usage/u)
      return true
    })
    assert.deepEqual(await thingsIn(db), ['usage'])
    await sql`drop table usage`.execute(db)
    assert.equal((await migrateUp(db)).length, NAMES.length)
  })
})

describe('migration 0006', () => {
  let opened: OpenDatabase
  before(async () => {
    opened = await freshDatabase()
  })
  after(() => opened.close())

  const uuid = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`
  /** A decision as nodes of the version before record it. */
  const recordAsBefore = (account: string, digit: number) =>
    sql`select used, granted from take_units(
    ${`{${account}}`}::uuid[], '{1}', '{1}', '{1}', ${`{${uuid(digit)}}`}::uuid[], '{true}', '{spam}',
    '{0.9}', '{m}', '{sms}', '{a text}', '{}', '{}', '{}', '{}', '{}',
    '2026-05-15T12:00:00Z', '2026-05', 15, 10)`.execute(opened.db)
  const readAll = async (table: keyof Schema) =>
    (await sql`select * from ${sql.table(table)} order by 1`.execute(opened.db)).rows
  const NEW_COLUMNS = { site: null, text_digest: null, compat_hash: null, over_quota: 'refuse' }
  const KEPT = ['account', 'api_key', 'decision', 'usage'] as const

  it('keeps what there was, going up, and what there was before it, going down', async () => {
    const { db } = opened
    await migrateDownThrough(db, '0006-dialects')
    const { id } = await storeAccount(db)
    await sql`insert into api_key (id, account_id, name, prefix, key_hash, scopes, created_at)
      values (${uuid(1)}, ${id}, 'old', 'hk_old', '\\x01', '{spam_ml}', now())`.execute(db)
    await recordAsBefore(id, 1)
    const before = await Promise.all(KEPT.map(readAll))
    await migrateUp(db)
    await recordAsBefore(id, 2)
    const [accounts, keys, decisions] = await Promise.all(KEPT.map(readAll))
    assert.deepEqual(accounts, before[0])
    for (const [old, now] of [
      [before[1], keys],
      [before[2], decisions],
    ] as const) {
      const grown = old?.map((row) => withNew(row as object, now?.[0] as object))
      assert.deepEqual(now?.slice(0, 1), grown)
    }
    assert.equal(decisions?.length, 2)
    await sql`insert into report (id, account_id, text, is_spam, created_at)
      values (${uuid(1)}, ${id}, 'a text', true, now())`.execute(db)
    await sql`insert into site_usage values (${id}, '2026-05', 'example.com', 1, 0)`.execute(db)
    await migrateDownThrough(db, '0006-dialects')
    const after = await Promise.all(KEPT.map(readAll))
    assert.deepEqual(after.slice(0, 2), before.slice(0, 2))
    assert.deepEqual(after[2]?.slice(0, 1), before[2])
    await recordAsBefore(id, 3)
    await sql`delete from account`.execute(db)
    assert.deepEqual(await readAll('decision'), [])
    await migrateUp(db)
  })

  /** A row with those of the new columns that its table got. */
  function withNew(row: object, now: object): object {
    const got = Object.entries(NEW_COLUMNS).filter(([column]) => column in now)
    return { ...row, ...Object.fromEntries(got) }
  }
})

describe('nodes that migrate an empty database at once', { skip: WITHOUT_POSTGRES }, () => {
  it('do it once: one works, and the rest wait for it', async () => {
    const { settings, drop } = await freshPostgresDatabase()
    const nodes = await Promise.all(
      [1, 2, 3].map(() => openPostgres({ ...settings, pool: 2 }, 'maintenance')),
    )
    const [first] = nodes
    assert.ok(first)
    for (let round = 0; round < 5; round++) {
      await sql`drop schema public cascade`.execute(first.db)
      await sql`create schema public`.execute(first.db)
      const steps = await Promise.all(nodes.map((node) => migrateUp(node.db)))
      assert.deepEqual(
        steps.flat().map(({ name }) => name),
        NAMES,
      )
      assert.deepEqual(await pendingMigrations(first.db), [])
    }
    await Promise.all(nodes.map((node) => node.close()))
    await drop()
  })
})
