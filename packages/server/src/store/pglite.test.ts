import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { DomainError } from '../domain/errors.ts'
import { openPglite } from './pglite.ts'
import { startPgliteThread } from './pglite-threads.ts'

describe('openPglite', () => {
  it('leaves the event loop to others while it works', async () => {
    const opened = await openPglite({})
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    await sql`select pg_sleep(0.3)`.execute(opened.db)
    clearInterval(timer)
    assert.ok(turns > 10, `the event loop turned ${turns} times`)
    await opened.close()
  })

  it('gives the fields of an error of PostgreSQL', async () => {
    const opened = await openPglite({})
    await sql`create table crown (head integer constraint uneasy check (head > 0))`.execute(
      opened.db,
    )
    const faulty = sql`insert into crown values (0)`.execute(opened.db)
    await assert.rejects(faulty, { code: '23514', constraint: 'uneasy', severity: 'ERROR' })
    await opened.close()
  })

  it('is closed once, however often it is asked to', async () => {
    const opened = await openPglite({})
    await Promise.all([opened.close(), opened.close()])
    await opened.close()
  })

  it('says what PGlite says when it cannot be opened', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hamlet-pglite-'))
    writeFileSync(join(folder, 'PG_VERSION'), '9')
    const opening = openPglite({ dataDir: folder })
    await assert.rejects(
      opening,
      (error) => error instanceof Error && !(error instanceof DomainError),
    )
    rmSync(folder, { recursive: true })
  })
})

describe('startPgliteThread', () => {
  const query = { kind: 'query', sql: 'select 1 as one', parameters: [] } as const

  it('refuses what waits, and all that comes later, once its thread has died', async () => {
    const thread = await startPgliteThread({})
    assert.deepEqual((await thread.ask(query)).rows, [{ one: 1 }])
    const waiting = [thread.ask({ ...query, sql: 'select pg_sleep(60)' }), thread.ask(query)]
    const refused = waiting.map((one) => assert.rejects(one, { code: 'database-unavailable' }))
    await thread.kill()
    await Promise.all(refused)
    await assert.rejects(thread.ask(query), { code: 'database-unavailable' })
  })
})
