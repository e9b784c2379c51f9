import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { DataFolderError } from './data-folder.ts'
import { openEmbedded } from './embedded.ts'
import { openDatabase } from './open-database.ts'

let root: string
before(() => {
  root = mkdtempSync(join(tmpdir(), 'hamlet-embedded-'))
})
after(() => rmSync(root, { recursive: true }))

describe('openEmbedded', () => {
  it('makes its folder for its owner only, holds it alone, and finds its data again', async () => {
    const folder = join(root, 'not', 'there', 'yet')
    const first = await openEmbedded(folder)
    assert.equal(first.kind, 'embedded')
    assert.equal(statSync(folder).mode & 0o777, 0o700)
    await sql`create table skull (name text)`.execute(first.db)
    await sql`insert into skull values ('Yorick')`.execute(first.db)
    await assert.rejects(openEmbedded(folder), DataFolderError)
    const { rows } = await sql`select name from skull`.execute(first.db)
    assert.deepEqual(rows, [{ name: 'Yorick' }])
    await first.close()

    const second = await openDatabase({ kind: 'embedded', folder }, 'serving')
    assert.deepEqual((await sql`select name from skull`.execute(second.db)).rows, rows)
    await second.close()
  })
})
