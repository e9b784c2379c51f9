// npm run bench:costs [-- --decisions 200000 --json]
// What a decision costs PostgreSQL for good: bytes of its log by the size of the statement, and what
// tables and indexes grow by.
import { parseArgs } from 'node:util'
import type { AccountId } from '../packages/server/src/domain/units.ts'
import type { Claim } from '../packages/server/src/store/claim.ts'
import type { RootDatabase } from '../packages/server/src/store/database.ts'
import { migrateUp } from '../packages/server/src/store/migrate.ts'
import { runRaw } from '../packages/server/src/testing/raw-sql.ts'
import type { Row } from './model/section.ts'
import { numberOf } from './options.ts'
import { onDatabase, postgresPlace, postgresServer } from './server/places.ts'
import { printReport } from './server/report.ts'
import { NO_GOALS } from './server/rows.ts'
import { sampleTexts } from './server/sample.ts'
import { onStage } from './server/stage.ts'
import { openClaims, openServiceLedger, storeAccounts } from './simulate/claims.ts'

const ACCOUNTS = 1000
const SIZES = [1, 8, 64, 256]
const RELATIONS = ['decision', 'decision_pkey', 'decision_of_account', 'usage', 'usage_pkey']
/** Decisions that are measured for each size of a statement. */
const EACH = 10_240

const { values } = parseArgs({
  options: {
    decisions: { type: 'string', default: '200000' },
    json: { type: 'boolean', default: false },
  },
})
const count = numberOf('decisions', values.decisions)

await onStage(async (stage) => {
  const place = await postgresPlace(stage, await postgresServer(stage))
  const texts = await sampleTexts()
  const rows = await onDatabase(stage, place, async (db) => {
    await migrateUp(db)
    const accounts = await storeAccounts(db, ACCOUNTS)
    const newClaim = openClaims(accounts, texts)
    const growth = await measureGrowth(db, newClaim)
    return [
      ...growth,
      ...(await measureLog(db, newClaim)),
      ...(await measureFirst(db, accounts, texts)),
    ]
  })
  printReport({ title: `a decision of ${ACCOUNTS} accounts`, rows, raw: {} }, values.json)
})

/** Stores decisions in statements of so many. */
async function store(
  db: RootDatabase,
  newClaim: () => Claim,
  decisions: number,
  size: number,
): Promise<void> {
  const ledger = openServiceLedger(db)
  for (let i = 0; i < decisions; i += size) {
    await Promise.all(Array.from({ length: size }, () => ledger.record(newClaim())))
  }
}

async function measureGrowth(db: RootDatabase, newClaim: () => Claim): Promise<Row[]> {
  const before = await sizesOf(db)
  await store(db, newClaim, count, 64)
  const after = await sizesOf(db)
  const grown = RELATIONS.map(
    (name) => [name, (after.get(name) ?? 0) - (before.get(name) ?? 0)] as const,
  )
  const ofDecision = grown.filter(([name]) => name.startsWith('decision'))
  const total = ofDecision.reduce((sum, [, bytes]) => sum + bytes, 0)
  const rows = await runRaw<{ readonly bytes: number }>(
    db,
    `
    select avg(octet_length(text))::float8 as bytes from decision`,
  )
  return [
    byteRow('text of a decision, on average', rows[0]?.bytes ?? 0),
    ...ofDecision.map(([name, bytes]) => byteRow(`${name}, after ${count}`, bytes / count)),
    byteRow('all of decision', total / count),
    ...grown
      .filter(([name]) => name.startsWith('usage'))
      .map(([name, bytes]) => byteRow(`${name}, for an account in a month`, bytes / ACCOUNTS)),
  ]
}

/** Bytes of each relation; what is too long for a table's pages counts as the table's. */
async function sizesOf(db: RootDatabase): Promise<ReadonlyMap<string, number>> {
  const rows = await runRaw<{ readonly name: string; readonly bytes: number }>(
    db,
    `
    select relname as name,
      (case when relkind = 'r' then pg_table_size(oid) else pg_relation_size(oid) end)::float8 as bytes
    from pg_class where relname in (${RELATIONS.map((name) => `'${name}'`).join()})`,
  )
  return new Map(rows.map(({ name, bytes }) => [name, bytes]))
}

/** Pages were written whole since the last checkpoint already, as between two that are far apart. */
async function measureLog(db: RootDatabase, newClaim: () => Claim): Promise<Row[]> {
  await runRaw(db, 'checkpoint')
  await store(db, newClaim, 20 * ACCOUNTS, 64)
  const rows: Row[] = []
  for (const size of SIZES) {
    const bytes = await logOf(db, () => store(db, newClaim, EACH, size))
    rows.push(byteRow(`log, in statements of ${size}`, bytes / EACH))
  }
  return rows
}

/** A page that is changed for the first time after a checkpoint goes into the log as a whole. */
async function measureFirst(
  db: RootDatabase,
  accounts: readonly AccountId[],
  texts: readonly string[],
): Promise<Row[]> {
  await runRaw(db, 'checkpoint')
  const claims = accounts.map((id) => openClaims([id], texts)())
  const next = claims.values()
  const bytes = await logOf(db, () => store(db, () => next.next().value as Claim, ACCOUNTS, 50))
  return [byteRow("log, an account's first decision after a checkpoint", bytes / ACCOUNTS)]
}

async function logOf(db: RootDatabase, work: () => Promise<void>): Promise<number> {
  const before = await positionOf(db)
  await work()
  return (await positionOf(db)) - before
}

async function positionOf(db: RootDatabase): Promise<number> {
  const rows = await runRaw<{ readonly bytes: number }>(
    db,
    `
    select (pg_current_wal_insert_lsn() - '0/0')::float8 as bytes`,
  )
  return rows[0]?.bytes ?? 0
}

function byteRow(name: string, measured: number): Row {
  return { name, measured, unit: 'bytes', ...NO_GOALS }
}
