import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import type { Environment } from '../settings.ts'
import { SECRET_SETTINGS, SETTINGS } from '../settings-table.ts'
import { settingsCommand, settingsTable } from './settings.ts'

const run = async (args: readonly string[], env: Environment = {}) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const io = { stdin: new PassThrough(), stdout, stderr, env }
  assert.equal(await settingsCommand.run(args, io as never), 0)
  stdout.end()
  return text(stdout)
}

describe('hamlet settings', () => {
  it('prints docs/settings.md; renew it with `hamlet settings > docs/settings.md`', async () => {
    const file = new URL('../../../../docs/settings.md', import.meta.url)
    assert.equal(readFileSync(file, 'utf8'), settingsTable())
    assert.equal(await run([]), settingsTable())
  })

  it('has a row of four cells for every setting', () => {
    const rows = settingsTable()
      .split('\n')
      .filter((line) => line.startsWith('| `'))
    assert.deepEqual(
      rows.map((row) => /^\| `([A-Z_]+)` \| [^|]* \| [^|]+ \| [^|]+ \|$/u.exec(row)?.[1]),
      Object.keys(SETTINGS),
    )
    for (const row of rows) assert.ok(!row.includes('undefined'), row)
  })
})

describe('hamlet settings --values', () => {
  it('prints what is in force, defaults included', async () => {
    const lines = (await run(['--values'], { LOCAL_PORT: '9000', MONTHLY_QUOTA: '' })).split('\n')
    assert.ok(lines.includes('LOCAL_PORT=9000'))
    assert.ok(lines.includes('MONTHLY_QUOTA=10'))
    assert.ok(!lines.some((line) => line.startsWith('JWT_SECRET')))
  })

  it('masks every secret', async () => {
    const planted = 'planted-secret'
    const env = Object.fromEntries(SECRET_SETTINGS.map((name) => [name, planted]))
    const shown = await run(['--values'], env)
    assert.ok(!shown.includes(planted))
    for (const name of SECRET_SETTINGS) assert.ok(shown.includes(`${name}=[secret]\n`))
  })
})
