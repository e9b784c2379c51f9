import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import type { KyselyPlugin } from 'kysely'
import { isDomainError } from '../domain/errors.ts'
import type { AccountId, Units } from '../domain/units.ts'
import { anyText } from '../testing/any-text.ts'
import { freshDatabase } from '../testing/databases.ts'
import { newJudgement, newJudgements, ownLimit, storeAccount, tallyOf } from '../testing/rows.ts'
import type { Claim } from './claim.ts'
import type { OpenDatabase, RootDatabase } from './database.ts'
import { findDecisions } from './decisions.ts'
import { openLedger } from './ledger.ts'

const NOON = new Date('2026-05-15T12:00:00Z')

let opened: OpenDatabase
before(async () => {
  opened = await freshDatabase()
})
after(() => opened.close())

const open = (db: RootDatabase = opened.db) =>
  openLedger(db, { now: () => NOON, timeZone: 'UTC', monthlyQuota: 1000 as Units })

const claimOf = (accountId: AccountId, wanted = 1): Claim => ({
  accountId,
  judgements: newJudgements(wanted),
  idempotency: undefined,
})

/** An account that is never granted anything, for claims that only have to be big. */
const storeBeggar = () => storeAccount(opened.db, { monthlyLimit: ownLimit(0) })

/** The same database, counting the statements that go to it. */
const countStatements = () => {
  let statements = 0
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements++
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return { db: opened.db.withPlugin(plugin), count: () => statements }
}

/** The same database, whose answers stay out until they are released. */
const holdStatements = () => {
  const begun = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      begun.resolve()
      await released.promise
      return result
    },
  }
  return { db: opened.db.withPlugin(plugin), begun: begun.promise, release: released.resolve }
}

describe('a batch', () => {
  it('of a lone claim goes at once, in one statement', async () => {
    const { db, count } = countStatements()
    const ledger = open(db)
    const { id } = await storeAccount(opened.db)
    const receipt = ledger.record(claimOf(id, 3))
    assert.equal(count(), 1)
    await receipt
    assert.equal(count(), 1)
  })

  it('takes all that gathered while the one before it was on its way', async () => {
    const { db, count } = countStatements()
    const ledger = open(db)
    const [one, other] = [await storeAccount(opened.db), await storeAccount(opened.db)]
    const claims = Array.from({ length: 100 }, (_, i) => claimOf(i % 2 ? other.id : one.id))
    const receipts = await Promise.all(claims.map((claim) => ledger.record(claim)))
    assert.equal(count(), 2)
    assert.deepEqual(
      receipts.map((receipt) => receipt.outcome === 'taken' && receipt.usage.used),
      Array.from({ length: 100 }, (_, i) => Math.floor(i / 2) + 1),
    )
  })

  it('serves who came first, and partly grants the one in whose middle units end', async () => {
    const ledger = open()
    const { id } = await storeAccount(opened.db, { monthlyLimit: ownLimit(8) })
    const claims = [1, 2, 4, 3, 1].map((wanted) => claimOf(id, wanted))
    const receipts = await Promise.all(claims.map((claim) => ledger.record(claim)))
    assert.deepEqual(
      receipts.map(
        (receipt) => receipt.outcome === 'taken' && [receipt.granted, receipt.usage.used],
      ),
      [
        [1, 1],
        [2, 3],
        [4, 7],
        [1, 8],
        [0, 8],
      ],
    )
  })

  it('has 2000 decisions at most, and a bigger claim goes alone', async () => {
    const { db, count } = countStatements()
    const ledger = open(db)
    const { id } = await storeBeggar()
    const sizes = [1, 1500, 500, 1, 2001, 1]
    await Promise.all(sizes.map((wanted) => ledger.record(claimOf(id, wanted))))
    assert.equal(count(), 5)
  })

  it('that fails is refused as a whole and charges nobody, and the next one is served', async () => {
    const ledger = open()
    const [unlucky, neighbour] = [await storeAccount(opened.db), await storeAccount(opened.db)]
    const first = claimOf(unlucky.id)
    const clash = { ...claimOf(unlucky.id), judgements: [newJudgement(), ...first.judgements] }
    const key = { key: new Uint8Array(32), request: new Uint8Array(32) }
    const claims = [
      first,
      claimOf(neighbour.id, 2),
      clash,
      { ...claimOf(neighbour.id), idempotency: key },
    ]
    const outcomes = await Promise.allSettled(claims.map((claim) => ledger.record(claim)))
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'rejected'],
    )
    const nothing = { used: 0, counted: 0, decisions: 0 }
    assert.deepEqual(await tallyOf(opened.db, unlucky.id), { used: 1, counted: 1, decisions: 1 })
    assert.deepEqual(await tallyOf(opened.db, neighbour.id), nothing)
    const again = await ledger.record({ ...claimOf(neighbour.id), idempotency: key })
    assert.equal(again.outcome, 'taken')
  })
})

describe('overload', () => {
  it('refuses a claim past 20,000 waiting decisions, and takes claims again afterwards', async () => {
    const ledger = open()
    const { id } = await storeBeggar()
    const claims = [1, 19_999, 1].map((wanted) => claimOf(id, wanted))
    const accepted = claims.map((claim) => ledger.record(claim))
    // On a slow machine the last one waits for more than two seconds, and is refused then.
    const last = accepted[2]?.catch((error) => assert.ok(isDomainError(error, 'overloaded')))
    await assert.rejects(ledger.record(claimOf(id)), (error) => isDomainError(error, 'overloaded'))
    const [first, second] = await Promise.all(accepted.slice(0, 2))
    assert.deepEqual([first?.outcome, second?.outcome], ['taken', 'taken'])
    await ledger.drain()
    await last
    assert.equal((await ledger.record(claimOf(id))).outcome, 'taken')
  })

  it('refuses a claim past a thousand that would wait for long at the pace of late, and recovers', async () => {
    const ledger = open()
    const { id } = await storeBeggar()
    const accepted = Array.from({ length: 1000 }, () => ledger.record(claimOf(id)))
    assert.ok(ledger.isBehind())
    await assert.rejects(ledger.record(claimOf(id)), (error) => isDomainError(error, 'overloaded'))
    for (const receipt of await Promise.all(accepted)) assert.equal(receipt.outcome, 'taken')
    await ledger.drain()
    assert.ok(!ledger.isBehind())
    assert.equal((await ledger.record(claimOf(id))).outcome, 'taken')
  })

  it('refuses what waits, and what comes, while a statement stands still; nothing is charged', async () => {
    const { id } = await storeAccount(opened.db)
    const held = holdStatements()
    const ledger = open(held.db)
    const [first, second] = [ledger.record(claimOf(id)), ledger.record(claimOf(id))]
    const refused = assert.rejects(second, (error) => isDomainError(error, 'overloaded'))
    await held.begun
    await refused
    assert.ok(ledger.isBehind())
    await assert.rejects(ledger.record(claimOf(id)), (error) => isDomainError(error, 'overloaded'))
    held.release()
    assert.equal((await first).outcome, 'taken')
    await ledger.drain()
    assert.ok(!ledger.isBehind())
    assert.equal((await ledger.record(claimOf(id))).outcome, 'taken')
    assert.deepEqual(await tallyOf(opened.db, id), { used: 2, counted: 2, decisions: 2 })
  })
})

describe('drain', () => {
  it('waits until everything is answered, also what came while it waited', async () => {
    const ledger = open()
    const { id } = await storeAccount(opened.db)
    const answered: string[] = []
    const record = async (name: string) => {
      await ledger.record(claimOf(id))
      answered.push(name)
    }
    const early = [record('first'), record('second')]
    const drained = ledger.drain()
    const late = record('late')
    await drained
    assert.deepEqual(answered, ['first', 'second', 'late'])
    await Promise.all([...early, late])
  })

  it('of a ledger that has nothing to do waits for nothing, even after a batch that failed', async () => {
    const ledger = open()
    await ledger.drain()
    const { id } = await storeAccount(opened.db)
    const claim = claimOf(id)
    await ledger.record(claim)
    await assert.rejects(ledger.record(claim))
    await ledger.drain()
    assert.equal((await tallyOf(opened.db, id)).used, 1)
  })
})

describe('texts', () => {
  const recordTexts = async (texts: readonly string[]) => {
    const { id } = await storeAccount(opened.db)
    const judgements = texts.map((text) => newJudgement({ text }))
    await open().record({ accountId: id, judgements, idempotency: undefined })
    const ids = judgements.map((judgement) => judgement.id)
    return (await findDecisions(opened.db, id, ids)).map((decision) => decision.text)
  }

  it('survive with quotes, backslashes, control characters and 32,000 characters', async () => {
    const texts = [
      `"'\`$$ $1 ?? :x ; drop table decision; --`,
      '\\ \\\\ \\n \\u0041 \\x41 {} [] "},{"',
      'a\nb\r\n\tc\u0001\u007f\u2028\u2029\ufeff\ufffd\uffff',
      '👩‍👩‍👧‍👦 🇧🇷 e\u0301 é שלום \u{10ffff}',
      '😀'.repeat(32_000),
      'x"\\'.repeat(10_000),
    ]
    assert.deepEqual(await recordTexts(texts), texts)
  })

  it('survive whatever they hold', async () => {
    const text = anyText({ maxLength: 60 }).map((made) => made.replaceAll('\0', '-'))
    const property = fc.asyncProperty(
      fc.array(text, { minLength: 1, maxLength: 40 }),
      async (texts) => {
        assert.deepEqual(await recordTexts(texts), texts)
      },
    )
    await fc.assert(property, { seed: 15, numRuns: 5 })
  })
})
