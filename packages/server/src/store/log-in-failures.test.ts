import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sha256 } from '../security/digest.ts'
import { DATABASE_KIND, freshDatabase } from '../testing/databases.ts'
import type { OpenDatabase, RootDatabase } from './database.ts'
import { addLogInFailure, clearLogInFailures, findLogInFailures } from './log-in-failures.ts'

const NOW = new Date('2026-05-15T12:00:00Z')
const WINDOW_MS = 900_000
const END = new Date(NOW.getTime() + WINDOW_MS)
const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds)

let opened: OpenDatabase
let db: RootDatabase
before(async () => {
  opened = await freshDatabase()
  db = opened.db
})
after(() => opened.close())

const fail = (subjects: readonly string[], now = NOW) =>
  addLogInFailure(db, subjects.map(sha256), now, WINDOW_MS)
const failuresOf = async (subjects: readonly string[], now = NOW) => {
  const found = await findLogInFailures(db, subjects.map(sha256), now)
  return found.map(({ failures }) => failures)
}

describe('failures to log in', () => {
  it('are counted by each subject, and given in the order they are asked for', async () => {
    await fail(['account a', 'address a'])
    await fail(['account b', 'address a'])
    const subjects = ['account b', 'nobody', 'address a', 'account a']
    assert.deepEqual(await failuresOf(subjects), [1, 0, 2, 1])
  })

  it('are forgotten at the end of a window that the first of them begins', async () => {
    await fail(['slow'])
    await fail(['slow'], later(WINDOW_MS - 1))
    const [found] = await findLogInFailures(db, [sha256('slow')], later(WINDOW_MS - 1))
    assert.equal(found?.failures, 2)
    assert.deepEqual(found?.until, END)
    assert.deepEqual(await failuresOf(['slow'], END), [0])
    await fail(['slow'], END)
    assert.deepEqual(await failuresOf(['slow'], END), [1])
    assert.deepEqual(await failuresOf(['slow'], later(2 * WINDOW_MS - 1)), [1])
  })

  it('are cleared for one subject, and stay for the others', async () => {
    await fail(['account c', 'address c'])
    await clearLogInFailures(db, sha256('account c'))
    assert.deepEqual(await failuresOf(['account c', 'address c']), [0, 1])
  })

  it('that come at once are all counted, and never wait for each other in a ring', async () => {
    const times = DATABASE_KIND === 'postgres' ? 40 : 8
    const subjects = ['account d', 'address d']
    const work = Array.from({ length: times }, (_, i) =>
      fail(i % 2 ? subjects : subjects.toReversed()),
    )
    await Promise.all(work)
    assert.deepEqual(await failuresOf(subjects), [times, times])
  })
})
