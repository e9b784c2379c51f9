import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Probability } from '@hamlet/classifier'
import type { LightMyRequestResponse } from 'fastify'
import { type KyselyPlugin, sql } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { AccountId, DecisionId, ModelVersion, Units } from './domain/units.ts'
import type { Claim } from './store/claim.ts'
import type { Database } from './store/database.ts'
import { openLedger } from './store/ledger.ts'
import { findUsage } from './store/usage.ts'
import {
  as,
  logIn,
  type Member,
  openTestService,
  signUp,
  type TestService,
} from './testing/harness.ts'

/* What the described system gets wrong, around decisions: each test shows the opposite of a fault. */

let service: TestService

before(async () => {
  service = await openTestService()
})
after(() => service.close())

const predict = (member: Member, text: string, { app } = service) =>
  app.inject(
    as(member, { method: 'POST', url: '/predict_sentiment', payload: { text_message: text } }),
  )

const times = <Value>(count: number, make: (index: number) => Value) =>
  Array.from({ length: count }, (_, index) => make(index))

const statuses = (replies: readonly LightMyRequestResponse[]) =>
  replies.map(({ statusCode }) => statusCode).sort()

async function giveLimit(member: Member, units: number): Promise<void> {
  await service.database.db
    .updateTable('account')
    .set({ limit_kind: 'own', monthly_limit: units as Units })
    .where('id', '=', member.id as AccountId)
    .execute()
}

const usageOf = async (member: Member) =>
  (await service.app.inject(as(member, { url: '/v1/usage' }))).json()

describe('faults of the described system: decisions', () => {
  it('fault 1: the quota is exact and the count includes this call', async () => {
    const member = await signUp(service.app)
    for (let call = 1; call <= 10; call++) {
      const reply = await predict(member, `call ${call}`)
      assert.equal(reply.statusCode, 200)
      assert.equal(reply.json().month_used_amount, call)
    }
    assert.equal((await predict(member, 'call 11')).statusCode, 429)
    assert.equal((await usageOf(member)).used, 10)
  })

  it('fault 2: of parallel calls at the limit as many pass as there are units, on two nodes too', async () => {
    const other = await openTestService({}, service.database)
    try {
      for (const used of [5, 9]) {
        const member = await signUp(service.app)
        const callOf = (i: number) => predict(member, `call ${i}`, i % 2 ? service : other)
        await Promise.all(times(used, callOf))
        const replies = await whileHeld(member, () => times(16, callOf))
        const passed = [...times(10 - used, () => 200), ...times(6 + used, () => 429)]
        assert.deepEqual(statuses(replies), passed)
        assert.equal((await usageOf(member)).used, 10)
      }
    } finally {
      await other.close()
    }
  })

  it('fault 3: a call costs the same after 1,000 decisions as after none', async () => {
    const counted = countingStatements(service)
    const other = await openTestService({}, { ...service.database, db: counted.db })
    try {
      const member = await signUp(service.app)
      await giveLimit(member, 5000)
      const callAndLook = async () => {
        // A new credential, so that who it names was looked up just now each time.
        const tokens = await logIn(other.app, member.username, member.password)
        const caller = { ...member, ...tokens }
        await predict(caller, 'who is it?', other)
        const before = counted.total()
        assert.equal((await predict(caller, 'hello again', other)).statusCode, 200)
        assert.equal((await other.app.inject(as(caller, { url: '/v1/usage' }))).statusCode, 200)
        const after = counted.total()
        return {
          statements: after.statements - before.statements,
          rows: after.rows - before.rows,
          old: await decisionsRead(service, member),
        }
      }
      const early = await callAndLook()
      const texts = times(1000, (i) => `message ${i}`)
      const url = '/v1/classify/batch'
      const batch = await other.app.inject(as(member, { method: 'POST', url, payload: { texts } }))
      assert.equal(batch.statusCode, 200)
      const late = await callAndLook()
      assert.equal((await usageOf(member)).used, 1006)
      assert.deepEqual(late, early)
      assert.equal(early.old, 0)
      assert.ok(early.statements >= 3 && early.rows >= 3, 'the statements were counted')
    } finally {
      await other.close()
    }
  })

  it('fault 4: long messages, and those that somebody sent before, are fine', async () => {
    const [one, two] = await Promise.all([signUp(service.app), signUp(service.app)])
    for (const text of ['hello', 'x'.repeat(361), 'palavra '.repeat(4000)]) {
      for (const member of [one, one, two]) {
        const reply = await predict(member, text)
        assert.equal(reply.statusCode, 200, reply.body)
        assert.equal(reply.json().text_message, text)
      }
    }
  })

  it('fault 17: 32 requests at once do not disturb each other', async () => {
    for (let round = 0; round < 10; round++) {
      const homes = await Promise.all(times(32, () => service.app.inject({ url: '/' })))
      assert.deepEqual(
        statuses(homes),
        times(32, () => 200),
      )
    }
    const members = await Promise.all([signUp(service.app), signUp(service.app)])
    await Promise.all(members.map((member) => giveLimit(member, 1000)))
    for (const member of members) {
      const texts = times(96, (i) =>
        i % 2 ? `WIN a free prize now, call 0900 ${i}` : `lunch at ${i}?`,
      )
      const replies = await Promise.all(texts.map((text) => predict(member, text)))
      assert.deepEqual(
        statuses(replies),
        texts.map(() => 200),
      )
      assert.deepEqual(
        replies.map((reply) => reply.json().text_message),
        texts,
      )
      const polarities = replies.map((reply) => reply.json().spam_polarity)
      assert.deepEqual(
        polarities,
        texts.map((_, i) => (i % 2 ? 'Spam' : 'Ham')),
      )
      const counts = replies.map((reply) => reply.json().month_used_amount)
      assert.deepEqual(
        counts.sort((a, b) => a - b),
        times(96, (i) => i + 1),
      )
      assert.equal((await usageOf(member)).used, 96)
    }
  })

  it('fault 22: a text of 40 MB is refused early, and others are answered meanwhile', async () => {
    const member = await signUp(service.app)
    await service.app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = service.app.server.address() as AddressInfo
    let isDone = false
    const huge = Promise.all(times(4, () => sendHuge(port, member))).finally(() => {
      isDone = true
    })
    let answered = 0
    while (!isDone) {
      const started = performance.now()
      const reply = await fetch(`http://127.0.0.1:${port}/livez`)
      assert.equal(reply.status, 200)
      assert.ok(performance.now() - started < 2000, 'somebody else had to wait')
      answered++
    }
    for (const { status, sent } of await huge) {
      assert.equal(status, 413)
      assert.ok(sent < HUGE_BYTES / 2, `it was read on for ${sent} bytes`)
    }
    assert.ok(answered > 0)
    const declared = await predict(member, 'x'.repeat(HUGE_BYTES))
    assert.equal(declared.statusCode, 413)
    assert.equal(declared.json().type, '/problems/body-too-large')
    assert.equal((await usageOf(member)).used, 0)
  })
})

/** Starts calls while the member's units are held, so that they stand in line, and nodes abreast. */
async function whileHeld<Value>(member: Member, start: () => readonly Promise<Value>[]) {
  const { db } = service.database
  const accountId = member.id as AccountId
  const started = await db.transaction().execute(async (tx) => {
    const units = tx.selectFrom('usage').select('used').where('account_id', '=', accountId)
    await units.forUpdate().execute()
    const calls = Promise.all(start())
    await setTimeout(250)
    return { calls }
  })
  return started.calls
}

/** The service's database with every statement and every row that comes back counted. */
function countingStatements({ database }: TestService) {
  let statements = 0
  let rows = 0
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements++
      return node
    },
    transformResult: ({ result }) => {
      rows += result.rows.length
      return Promise.resolve(result)
    },
  }
  return { db: database.db.withPlugin(plugin), total: () => ({ statements, rows }) }
}

/** How many old decisions the database looks at to record a new one and to show the usage. */
function decisionsRead({ database, clock }: TestService, member: Member): Promise<number> {
  const accountId = member.id as AccountId
  return database.db.transaction().execute(async (tx) => {
    const before = await rowsRead(tx)
    const options = { now: clock.now, timeZone: 'UTC', monthlyQuota: 10 as Units }
    const receipt = await openLedger(tx, options).record(claimOf(accountId))
    assert.equal(receipt.outcome === 'taken' && receipt.granted, 1)
    await findUsage(tx, accountId, { month: '2026-05' })
    const after = await rowsRead(tx)
    assert.ok(after.usage > before.usage, 'the database counts what it reads')
    return after.decision - before.decision
  })
}

/** Rows read so far, by scans and through indexes, on this connection. */
async function rowsRead(tx: Database) {
  const { rows } = await sql<{ relname: string; read: number }>`
    select relname, (seq_tup_read + coalesce(idx_tup_fetch, 0))::integer as read
    from pg_stat_xact_user_tables`.execute(tx)
  const read = (table: string) => rows.find(({ relname }) => relname === table)?.read ?? 0
  return { usage: read('usage'), decision: read('decision') }
}

function claimOf(accountId: AccountId): Claim {
  const judgement = {
    id: uuidv7() as DecisionId,
    label: 'ham',
    verdict: 'ham',
    spamProbability: 0.1 as Probability,
    modelVersion: 'none' as ModelVersion,
    source: undefined,
    site: undefined,
    text: 'hello',
  } as const
  return { accountId, judgements: [judgement], idempotency: undefined }
}

const HUGE_BYTES = 40_000_000

interface HugeOutcome {
  readonly status: number
  /** Characters that were written before the answer came. */
  readonly sent: number
}

/** Sends a text of 40 MB without saying how long it is, until there is an answer. */
async function sendHuge(port: number, member: Member, tries = 3): Promise<HugeOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<HugeOutcome>()
  const sending = request({
    ...{ port, host: '127.0.0.1', method: 'POST', path: '/predict_sentiment' },
    headers: { ...member.headers, 'content-type': 'application/json' },
  })
  let sent = 0
  const chunk = 'x'.repeat(65_536)
  const write = () => {
    if (sent >= HUGE_BYTES) return void sending.end('"}')
    sent += chunk.length
    sending.write(chunk, write)
  }
  sending.on('response', (reply) => {
    resolve({ status: reply.statusCode ?? 0, sent })
    reply.resume()
    sending.destroy()
  })
  // Whoever writes when the server has closed does not read its answer any more.
  sending.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' && tries > 1) resolve(sendHuge(port, member, tries - 1))
    else reject(error)
  })
  sending.write('{"text_message": "', write)
  return promise
}
