import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { inspect } from 'node:util'
import { sql } from 'kysely'
import { DomainError } from '../domain/errors.ts'
import { Secret } from '../security/secret.ts'
import { freshPostgresDatabase, WITHOUT_POSTGRES } from '../testing/databases.ts'
import { freePort } from '../testing/postgres-server.ts'
import type { OpenDatabase } from './database.ts'
import { isUnavailable, openPostgres } from './postgres.ts'

const isAway = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.code === 'database-unavailable'

const codeOf = ({ cause }: Error) => (cause as { readonly code?: unknown }).code

describe('a PostgreSQL that is not there', () => {
  it('is opened all the same, and each statement says that it is away', async () => {
    const url = `postgresql://hamlet:a-password@127.0.0.1:${await freePort()}/hamlet`
    const connection = { url: new Secret(url) }
    const { db, close } = await openPostgres({ kind: 'postgres', connection, pool: 2 }, 'serving')
    for (let i = 0; i < 3; i++) {
      await assert.rejects(sql`select 1`.execute(db), (error) => {
        assert.ok(isAway(error))
        assert.equal(codeOf(error), 'ECONNREFUSED')
        assert.ok(!inspect(error, { depth: 9 }).includes('a-password'))
        return true
      })
    }
    await close()
  })
})

describe('isUnavailable', () => {
  it('is true of whatever the driver or the network complains of', () => {
    for (const code of ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', undefined]) {
      assert.ok(isUnavailable(Object.assign(new Error('write failed'), { code })))
    }
  })

  it('is not true of what is no error at all', () => assert.equal(isUnavailable('08006'), false))
})

describe('openPostgres', { skip: WITHOUT_POSTGRES }, () => {
  let made: Awaited<ReturnType<typeof freshPostgresDatabase>>
  let opened: OpenDatabase
  before(async () => {
    made = await freshPostgresDatabase()
    opened = await openPostgres(made.settings, 'serving')
  })
  after(async () => {
    await opened.close()
    await made.drop()
  })

  const raise = (code: string) =>
    sql`do ${sql.raw(`$$ begin raise exception 'no' using errcode = '${code}'; end $$`)}`.execute(
      opened.db,
    )
  const backend = async () => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(opened.db)
    return rows[0]?.pid
  }

  for (const code of ['08000', '08006', '53100', '53300', '57014', '57P01', '57P03', '58030']) {
    it(`turns ${code} into database-unavailable, and throws its connection away`, async () => {
      const before = await backend()
      await assert.rejects(raise(code), (error) => isAway(error) && codeOf(error) === code)
      assert.notEqual(await backend(), before)
    })
  }

  for (const code of ['22012', '23505', '25P02', '40001', '40P01', '42P01', 'P0001', 'XX000']) {
    it(`leaves ${code} as it is, and its connection open`, async () => {
      const before = await backend()
      await assert.rejects(raise(code), { name: 'error', code })
      assert.equal(await backend(), before)
    })
  }

  it('serves again after its connections were cut, at work, in a transaction or idle', async () => {
    const cut = sql`select pg_terminate_backend(pg_backend_pid())`
    await assert.rejects(cut.execute(opened.db), isAway)
    await assert.rejects(
      opened.db.transaction().execute((tx) => cut.execute(tx)),
      isAway,
    )
    const idle = await backend()
    const other = await openPostgres(made.settings, 'maintenance')
    await sql`select pg_terminate_backend(${idle}, 5000)`.execute(other.db)
    await other.close()
    // The driver may learn of it only by the next statement, which is then refused.
    await sql`select 1`.execute(opened.db).catch((error) => assert.ok(isAway(error)))
    assert.notEqual(await backend(), idle)
  })

  it('gives a statement up on the server while serving, and lets maintenance take its time', async () => {
    const timeoutOf = async ({ db }: OpenDatabase) =>
      (await sql<{ statement_timeout: string }>`show statement_timeout`.execute(db)).rows[0]
    const maintenance = await openPostgres(made.settings, 'maintenance')
    assert.deepEqual(await timeoutOf(opened), { statement_timeout: '4s' })
    assert.deepEqual(await timeoutOf(maintenance), { statement_timeout: '0' })
    await maintenance.close()
  })

  it('takes the parts of a connection as they are, whatever the password holds', async () => {
    const { hostname: host, port, pathname } = new URL(made.url)
    const password = new Secret('p%40@/:?# "\'')
    const database = pathname.slice(1)
    const connection = { host, port: Number(port), user: 'hamlet', password, database }
    const { db, close } = await openPostgres({ kind: 'postgres', connection, pool: 2 }, 'serving')
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db)
    assert.deepEqual(rows, [{ name: database }])
    await close()
  })

  it('says of a database that is not there that it is unavailable, and why', async () => {
    const url = new URL(made.url)
    url.pathname = '/elsinore'
    const connection = { url: new Secret(url.href) }
    const { db, close } = await openPostgres({ kind: 'postgres', connection, pool: 2 }, 'serving')
    const asking = sql`select 1`.execute(db)
    await assert.rejects(asking, (error) => isAway(error) && codeOf(error) === '3D000')
    await close()
  })
})
