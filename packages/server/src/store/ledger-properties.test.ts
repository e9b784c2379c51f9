import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { type MonthlyLimit, unitsOfLimit } from '../domain/account.ts'
import type { Judgement } from '../domain/decision.ts'
import { isDomainError } from '../domain/errors.ts'
import type { AccountId, DecisionId, Units } from '../domain/units.ts'
import { sha256 } from '../security/digest.ts'
import { freshDatabase } from '../testing/databases.ts'
import { newAccount, newJudgement, ownLimit, storeAccount, tallyOf } from '../testing/rows.ts'
import { openTurn, type RunningKeys } from '../usecases/idempotency.ts'
import type { Claim, Receipt } from './claim.ts'
import type { OpenDatabase } from './database.ts'
import { type Ledger, openLedger } from './ledger.ts'

const QUOTA = 6 as Units

let opened: OpenDatabase
/** A decision that is stored already: a claim that is granted one of its id fails, and its batch with it. */
let stored: Judgement
before(async () => {
  opened = await freshDatabase()
  const { id } = await storeAccount(opened.db)
  stored = newJudgement()
  await openNode().ledger.record({ accountId: id, judgements: [stored], idempotency: undefined })
})
after(() => opened.close())

/** A process of the service, as the ledger sees it. */
interface Node {
  readonly ledger: Ledger
  readonly running: RunningKeys
}

const NOON = Date.parse('2026-05-15T12:00:00Z')
let statements = 0

/** Its clock tells statements apart: claims that were answered by one have the same time. */
function openNode(): Node {
  const now = () => new Date(NOON + statements++)
  const ledger = openLedger(opened.db, { now, timeZone: 'UTC', monthlyQuota: QUOTA })
  return { ledger, running: new Set() }
}

/** What happens next: a claim on one of the nodes, and how long until the one after it. */
interface Step {
  readonly node: number
  readonly account: number
  readonly labels: readonly ('ham' | 'spam')[]
  readonly isWhole: boolean
  readonly key:
    | { readonly name: string; readonly body: string; readonly hasTurn: boolean }
    | undefined
  readonly clashes: boolean
  readonly pause: 'none' | 'turn' | 'drain'
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  node: fc.nat(1),
  account: fc.nat(2),
  labels: fc.array(fc.constantFrom('ham', 'spam'), { minLength: 1, maxLength: 5 }),
  isWhole: fc.nat(2).map((n) => n === 0),
  key: fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.record({
        name: fc.constantFrom('k1', 'k2'),
        body: fc.constantFrom('this body', 'that body'),
        hasTurn: fc.nat(4).map((n) => n > 0),
      }),
    },
  ),
  clashes: fc.nat(14).map((n) => n === 0),
  pause: fc.constantFrom('none', 'none', 'none', 'turn', 'drain'),
})

const limitArbitrary: fc.Arbitrary<MonthlyLimit | 'erased'> = fc.oneof(
  { weight: 4, arbitrary: fc.nat(12).map(ownLimit) },
  { weight: 2, arbitrary: fc.constant({ kind: 'default' } as const) },
  { weight: 2, arbitrary: fc.constant({ kind: 'none' } as const) },
  { weight: 1, arbitrary: fc.constant('erased' as const) },
)

/** A claim that was made, and what became of it. */
interface Trial {
  readonly step: Step
  readonly claim: Claim
  readonly receipt: Receipt | 'running' | 'failed'
}

type Taken = Extract<Receipt, { outcome: 'taken' }>

async function attempt(node: Node, step: Step, accountId: AccountId): Promise<Trial> {
  const { key, isWhole } = step
  const request = key && { key: key.name, fingerprint: key.body }
  const judgements = step.labels.map((label, i) =>
    newJudgement(step.clashes && i === 0 ? { label, id: stored.id } : { label }),
  )
  let close = () => {}
  const hashes = request && { key: sha256(request.key), request: sha256(request.fingerprint) }
  const claim: Claim = { accountId, judgements, isWhole, idempotency: hashes }
  try {
    if (key?.hasTurn) close = openTurn(node.running, accountId, request).close
    return { step, claim, receipt: await node.ledger.record(claim) }
  } catch (error) {
    const isRunning = isDomainError(error, 'idempotency-key-running')
    return { step, claim, receipt: isRunning ? 'running' : 'failed' }
  } finally {
    close()
  }
}

async function play(steps: readonly Step[], ids: readonly AccountId[]): Promise<readonly Trial[]> {
  const nodes = [openNode(), openNode()]
  const trials: Promise<Trial>[] = []
  for (const step of steps) {
    const [node, id] = [nodes[step.node], ids[step.account]]
    assert.ok(node && id)
    trials.push(attempt(node, step, id))
    if (step.pause === 'turn') await setImmediate()
    if (step.pause === 'drain') await node.ledger.drain()
  }
  return Promise.all(trials)
}

type TakenTrial = Trial & { readonly receipt: Taken }

function takenOf(trials: readonly Trial[]): readonly TakenTrial[] {
  return trials.filter((trial): trial is TakenTrial => {
    const { receipt } = trial
    return typeof receipt === 'object' && receipt.outcome === 'taken'
  })
}

/** Claims that got at least one unit, in the order of their units. */
function grantsOf(trials: readonly Trial[]): readonly TakenTrial[] {
  return takenOf(trials)
    .filter(({ receipt }) => receipt.granted > 0)
    .sort((a, b) => a.receipt.usage.used - b.receipt.usage.used)
}

function refusalsOf(trials: readonly Trial[]): readonly TakenTrial[] {
  return takenOf(trials).filter(({ receipt }) => receipt.granted === 0)
}

/** Units are numbered without a gap up to what the store says, and never past the limit. */
async function checkUnits(id: AccountId, trials: readonly Trial[], limit: Units | undefined) {
  let used = 0
  for (const { receipt, claim } of grantsOf(trials)) {
    used += receipt.granted
    assert.equal(receipt.usage.used, used)
    assert.equal(receipt.usage.limit, limit)
    if (receipt.granted === claim.judgements.length) continue
    assert.equal(used, limit, 'a claim is cut short by the limit only')
    assert.ok(!claim.isWhole, 'one that is granted as a whole is never cut short')
  }
  for (const { claim, receipt } of refusalsOf(trials)) {
    const left = (limit ?? Number.POSITIVE_INFINITY) - receipt.usage.used
    assert.ok(left < (claim.isWhole ? claim.judgements.length : 1), 'there were units for it')
  }
  assert.ok(limit === undefined || used <= limit)
  assert.deepEqual(await tallyOf(opened.db, id), { used, counted: used, decisions: used })
}

/** Of each claim exactly the first granted decisions are stored; of one refused, none. */
async function checkDecisions(id: AccountId, trials: readonly Trial[]) {
  const rows = await opened.db
    .selectFrom('decision')
    .select(['id', 'is_spam'])
    .where('account_id', '=', id)
    .execute()
  const granted = grantsOf(trials).flatMap(({ claim, receipt }) =>
    claim.judgements.slice(0, receipt.granted),
  )
  assert.deepEqual(
    rows.map((row) => [row.id, row.is_spam]).sort(),
    granted.map((judgement) => [judgement.id, judgement.label === 'spam']).sort(),
  )
}

/** Under one key one claim is taken; every other one sees what that one took. */
function checkKeys(trials: readonly Trial[]) {
  const taken = new Map<string, TakenTrial>()
  for (const trial of grantsOf(trials)) {
    const { key } = trial.step
    if (key === undefined) continue
    assert.ok(!taken.has(key.name), `${key.name} was charged twice`)
    taken.set(key.name, trial)
  }
  for (const { step, receipt } of trials) {
    if (typeof receipt === 'string' || receipt.outcome !== 'seen') continue
    const first = taken.get(step.key?.name ?? '')
    assert.ok(first)
    const ids: DecisionId[] = first.claim.judgements.map((judgement) => judgement.id)
    assert.deepEqual(receipt.decisionIds, ids.slice(0, first.receipt.granted))
    assert.deepEqual(receipt.usage, first.receipt.usage)
    assert.deepEqual(
      Buffer.from(receipt.requestHash),
      Buffer.from(sha256(first.step.key?.body ?? '')),
    )
  }
}

/** On one node an account's claims get their units, and go, in the order in which they were made. */
function checkOrder(trials: readonly Trial[]) {
  for (const node of [0, 1]) {
    const here = trials.filter(({ step }) => step.node === node)
    const made = grantsOf(here).map((trial) => here.indexOf(trial))
    assert.deepEqual(made, ascending(made))
    const times = takenOf(here).map(({ receipt }) => receipt.at.getTime())
    assert.deepEqual(times, ascending(times))
  }
}

const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b)

/** A claim that is granted as a whole is the only one of its account in its statement. */
function checkAlone(trials: readonly Trial[]) {
  const byStatement = Map.groupBy(takenOf(trials), ({ receipt }) => receipt.at.getTime())
  for (const together of byStatement.values()) {
    assert.ok(together.length === 1 || together.every(({ claim }) => !claim.isWhole))
  }
}

async function checkAccount(
  id: AccountId,
  limit: MonthlyLimit | 'erased',
  trials: readonly Trial[],
) {
  if (limit === 'erased') {
    for (const { receipt } of trials) {
      assert.ok(typeof receipt === 'string' || receipt.outcome === 'gone')
    }
    return
  }
  for (const { step, receipt } of trials) {
    assert.ok(typeof receipt === 'string' || receipt.outcome !== 'gone')
    assert.ok(receipt !== 'running' || step.key?.hasTurn)
  }
  await checkUnits(id, trials, unitsOfLimit(limit, QUOTA))
  await checkDecisions(id, trials)
  checkKeys(trials)
  checkOrder(trials)
  checkAlone(trials)
}

type Reached = Record<
  'failed' | 'seen' | 'running' | 'gone' | 'partly' | 'wholly' | 'refused',
  number
>

it('is exact for any interleaving of accounts, nodes, idempotency keys, whole claims and batches that fail', async () => {
  const reached: Reached = {
    failed: 0,
    seen: 0,
    running: 0,
    gone: 0,
    partly: 0,
    wholly: 0,
    refused: 0,
  }
  const limitsArbitrary = fc.tuple(limitArbitrary, limitArbitrary, limitArbitrary)
  const stepsArbitrary = fc.array(stepArbitrary, { minLength: 10, maxLength: 40, size: 'max' })
  const property = fc.asyncProperty(limitsArbitrary, stepsArbitrary, async (limits, steps) => {
    const accounts = await Promise.all(
      limits.map((limit) =>
        limit === 'erased' ? newAccount() : storeAccount(opened.db, { monthlyLimit: limit }),
      ),
    )
    const ids = accounts.map(({ id }) => id)
    const trials = await play(steps, ids)
    for (const [i, limit] of limits.entries()) {
      const own = trials.filter(({ step }) => step.account === i)
      await checkAccount(ids[i] as AccountId, limit, own)
    }
    for (const { receipt, claim } of trials) count(reached, receipt, claim)
  })
  await fc.assert(property, { seed: 15, numRuns: 25, endOnFailure: true })
  for (const [what, times] of Object.entries(reached)) assert.ok(times > 0, `nothing was ${what}`)
})

function count(reached: Reached, receipt: Trial['receipt'], { isWhole, judgements }: Claim) {
  if (typeof receipt === 'string') return reached[receipt]++
  if (receipt.outcome !== 'taken') return reached[receipt.outcome]++
  const { granted, usage } = receipt
  if (granted > 0 && granted < judgements.length) return reached.partly++
  if (isWhole && granted > 1) return reached.wholly++
  const isRefused = isWhole && usage.limit !== undefined && usage.used < usage.limit
  return isRefused && reached.refused++
}
