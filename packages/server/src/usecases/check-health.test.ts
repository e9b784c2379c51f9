import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { isDomainError } from '../domain/errors.ts'
import type { ModelVersion } from '../domain/units.ts'
import { Secret } from '../security/secret.ts'
import type { OpenDatabase, RootDatabase } from '../store/database.ts'
import { migrateDown, migrateUp } from '../store/migrate.ts'
import { openPostgres } from '../store/postgres.ts'
import { DATABASE_KIND, freshDatabase } from '../testing/databases.ts'
import { freePort } from '../testing/postgres-server.ts'
import { buildHealthCheck, checkHealth, touch } from './check-health.ts'

const VERSION = '0123456789ab' as ModelVersion

let opened: OpenDatabase
before(async () => {
  opened = await freshDatabase()
})
after(() => opened.close())

const check = (db: RootDatabase = opened.db) => checkHealth({ db, championVersion: () => VERSION })

/** Connections that the database of a test has. */
const CONNECTIONS = DATABASE_KIND === 'postgres' ? 4 : 1

/** Keeps as many connections busy, in a transaction each, while `work` runs. */
async function whileHeld<Result>(count: number, hold: string, work: () => Promise<Result>) {
  const { promise: isOver, resolve: letGo } = Promise.withResolvers<void>()
  const begun: Promise<void>[] = []
  const holders = Array.from({ length: count }, () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    begun.push(promise)
    return opened.db.transaction().execute(async (tx) => {
      await sql.raw(hold).execute(tx)
      resolve()
      await isOver
    })
  })
  await Promise.all(begun)
  try {
    return await work()
  } finally {
    letGo()
    await Promise.all(holders)
  }
}

describe('checkHealth', () => {
  it('is well when the database answers and is up to date', async () => {
    const { isWell, database, model, migrations } = await check()
    assert.ok(isWell && database.latencyMs >= 0)
    assert.equal(database.status, 'ok')
    assert.deepEqual(model, { status: 'ok', version: VERSION })
    assert.deepEqual(migrations, { status: 'ok' })
    await touch(opened)
  })

  it('is not well while a migration has not run', async () => {
    await migrateDown(opened.db)
    const { isWell, database, migrations } = await check()
    assert.deepEqual([isWell, database.status, migrations.status], [false, 'ok', 'pending'])
    await migrateUp(opened.db)
    assert.ok((await check()).isWell)
  })

  it('answers within two seconds though the database does not, and is well again afterwards', async () => {
    const started = performance.now()
    const { isWell, database, migrations } = await whileHeld(CONNECTIONS, 'select 1', check)
    assert.ok(performance.now() - started < 2000)
    assert.deepEqual(
      [isWell, database.status, migrations.status],
      [false, 'unavailable', 'unknown'],
    )
    assert.ok(database.latencyMs >= 1400)
    assert.ok((await check()).isWell)
  })

  it('tells a part that hangs from one that answers', {
    skip: DATABASE_KIND === 'embedded' && 'it has one connection',
  }, async () => {
    const { isWell, database, migrations } = await whileHeld(
      1,
      'lock table kysely_migration',
      check,
    )
    assert.deepEqual([isWell, database.status, migrations.status], [false, 'ok', 'unknown'])
    assert.ok(database.latencyMs < 1400)
  })

  it('says at once that nobody is there, where nobody is', async () => {
    const url = new Secret(`postgresql://hamlet@127.0.0.1:${await freePort()}/hamlet`)
    const settings = { kind: 'postgres', connection: { url }, pool: 2 } as const
    const { db, close } = await openPostgres(settings, 'serving')
    const { isWell, database, migrations } = await check(db)
    assert.deepEqual(
      [isWell, database.status, migrations.status],
      [false, 'unavailable', 'unknown'],
    )
    await assert.rejects(touch({ db }), (error) => isDomainError(error, 'database-unavailable'))
    await close()
  })
})

describe('buildHealthCheck', () => {
  it('looks once for all who ask meanwhile, and anew for who asks afterwards', async () => {
    let looks = 0
    const championVersion = () => {
      looks++
      return VERSION
    }
    const check = buildHealthCheck({ db: opened.db, championVersion })
    const answers = await Promise.all(Array.from({ length: 50 }, check))
    assert.equal(looks, 1)
    for (const { isWell } of answers) assert.ok(isWell)
    await check()
    assert.equal(looks, 2)
  })
})
