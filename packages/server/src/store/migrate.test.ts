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
