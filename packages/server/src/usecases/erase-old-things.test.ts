import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import type { AccountId, DecisionId, ReportId, Units } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import { lowestIdOf, openTimeIds } from '../security/time-ids.ts'
import type { OpenDatabase, RootDatabase } from '../store/database.ts'
import { openLedger } from '../store/ledger.ts'
import { addLogInFailure } from '../store/log-in-failures.ts'
import { putReport } from '../store/reports.ts'
import { buildClock } from '../testing/clock.ts'
import { DATABASE_KIND, freshDatabase } from '../testing/databases.ts'
import { newJudgements, storeAccount, storeSession } from '../testing/rows.ts'
import { eraseOldThings } from './erase-old-things.ts'

const NOW = new Date('2026-05-15T12:00:00Z')
const DAY_MS = 86_400_000
const ago = (milliseconds: number) => new Date(NOW.getTime() - milliseconds)

let opened: OpenDatabase
let db: RootDatabase
before(async () => {
  opened = await freshDatabase()
  db = opened.db
})
after(() => opened.close())

const clock = buildClock('2026-05-15T12:00:00Z')
const record = async (accountId: AccountId, at: Date, key: string) => {
  clock.set(at)
  const ledger = openLedger(db, { now: clock.now, timeZone: 'UTC', monthlyQuota: 99 as Units })
  const idempotency = { key: sha256(key), request: sha256('body') }
  const newId = openTimeIds<DecisionId>(clock.now)
  const judgements = newJudgements(2, { text: key }).map((one) => ({ ...one, id: newId() }))
  await ledger.record({ accountId, judgements, idempotency })
}
const say = async (accountId: AccountId, at: Date, text: string) => {
  clock.set(at)
  const newId = openTimeIds<ReportId>(clock.now)
  const nothing = { decisionId: undefined, decided: undefined, source: undefined, site: undefined }
  const said = { ...nothing, label: 'spam', note: undefined, text } as const
  await putReport(db, accountId, said, { limit: 99, now: clock.now, newId })
}
const erase = () => eraseOldThings({ db, now: () => NOW, retentionDays: 90 })
const textsLeft = async () =>
  (await db.selectFrom('decision').select('text').orderBy('text').execute()).map(({ text }) => text)

describe('eraseOldThings', () => {
  it('erases what is older than it may be, texts included, and nothing that is not', async () => {
    const { id } = await storeAccount(db)
    await record(id, ago(90 * DAY_MS + 1), 'too old')
    await record(id, ago(90 * DAY_MS), 'just young enough')
    await record(id, ago(DAY_MS + 1), 'yesterday')
    await record(id, ago(DAY_MS), 'today')
    await say(id, ago(90 * DAY_MS + 1), 'said too long ago')
    await say(id, ago(90 * DAY_MS), 'said just lately enough')
    await storeSession(db, id, 'ended', { expiresAt: ago(1) })
    const live = await storeSession(db, id, 'live', { expiresAt: NOW })
    await addLogInFailure(db, [sha256('forgotten')], ago(2), 1)
    await addLogInFailure(db, [sha256('remembered')], ago(1), 1)

    const counted = { account_id: id, site: 'blog.example.org', ham: 1, spam: 0 }
    const months = ['2026-01', '2026-02', '2026-05'].map((month) => ({ ...counted, month }))
    await db.insertInto('site_usage').values(months).execute()

    assert.equal(await erase(), 2)

    // The oldest decision that is kept is of 14 February.
    const sites = await db.selectFrom('site_usage').select('month').orderBy('month').execute()
    assert.deepEqual(sites, [{ month: '2026-02' }, { month: '2026-05' }])
    const kept = ['just young enough', 'today', 'yesterday'].flatMap((text) => [text, text])
    assert.deepEqual(await textsLeft(), kept)
    const reports = await db.selectFrom('report').select('text').execute()
    assert.deepEqual(reports, [{ text: 'said just lately enough' }])
    const sessions = await db.selectFrom('session').select('id').execute()
    assert.deepEqual(sessions, [{ id: live.id }])
    assert.equal((await db.selectFrom('refresh_token').selectAll().execute()).length, 1)
    const answers = await db.selectFrom('idempotency').select('created_at').execute()
    assert.deepEqual(answers, [{ created_at: ago(DAY_MS) }])
    const failures = await db.selectFrom('log_in_failure').select('until').execute()
    assert.deepEqual(failures, [{ until: NOW }])
  })

  it('leaves accounts and what they used as they are', async () => {
    const usage = await db.selectFrom('usage').select('used').execute()
    assert.equal(
      usage.reduce((sum, { used }) => sum + used, 0),
      8,
    )
    assert.equal((await db.selectFrom('account').select('id').execute()).length, 1)
  })

  it('has nothing to do the second time', async () => {
    assert.equal(await erase(), 0)
  })

  it('does not wait for what somebody holds, and erases it the next time', {
    skip: DATABASE_KIND === 'embedded' && 'it has one connection',
  }, async () => {
    const { id } = await storeAccount(db)
    await record(id, ago(2 * DAY_MS), 'held')
    const countAnswers = async () =>
      (await db.selectFrom('idempotency').select('month').where('account_id', '=', id).execute())
        .length
    await db.transaction().execute(async (tx) => {
      await tx
        .selectFrom('idempotency')
        .selectAll()
        .where('account_id', '=', id)
        .forUpdate()
        .execute()
      await erase()
    })
    assert.equal(await countAnswers(), 1)
    await erase()
    assert.equal(await countAnswers(), 0)
    await db.deleteFrom('account').where('id', '=', id).execute()
  })

  it('erases more than fits one statement, and counts all of it once though two nodes do it', async () => {
    const { id } = await storeAccount(db)
    await sql`insert into decision
      (id, account_id, created_at, is_spam, verdict, spam_probability, model_version)
      select
        overlay(gen_random_uuid()::text placing ${lowestIdOf(ago(91 * DAY_MS)).slice(0, 13)} from 1)::uuid,
        ${id}, ${ago(91 * DAY_MS)}, false, 'ham', 0, 'm'
      from generate_series(1, 10001)`.execute(db)
    const erased = await Promise.all([erase(), erase()])
    assert.equal(erased[0] + erased[1], 10_001)
    assert.equal((await textsLeft()).length, 6)
  })
})
