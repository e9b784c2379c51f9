import assert from 'node:assert/strict'
import { after, before, describe, it, type TestContext } from 'node:test'
import { openRandom } from '../../packages/classifier/src/random.ts'
import { linesOf } from '../log-lines.ts'
import { waitUntil } from '../running-server.ts'
import { type Load, openLoad } from './load.ts'
import { assertNothingLost } from './nothing-lost.ts'
import { SCENARIOS, type Scenario } from './scenarios.ts'
import { mayMount } from './small-disk.ts'
import { openStand, type Stand, untilReady } from './stand.ts'
import { untilMore } from './strikes.ts'

/** `npm run test:faults` says how many rounds; without it one round of the quick ones is run. */
const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 0)
const SEED = Number(process.env['FAULT_SEED'] ?? 1)
const NAME = new RegExp(process.env['FAULT_NAME'] ?? '', 'u')

const CHOSEN = SCENARIOS.filter(({ name, isQuick }) => NAME.test(name) && (isQuick || ROUNDS > 0))

/** From the mended fault to a server of which all workers are ready, on a machine that has more to do. */
const RECOVERY_MS = 60_000

describe('a server of two workers under load', () => {
  const scope = new AsyncDisposableStack()
  let stand: Stand

  before(async () => {
    stand = await openStand(scope)
  })
  after(() => scope.disposeAsync())

  for (let round = 0; round < Math.max(1, ROUNDS); round++) {
    const seed = SEED + round
    describe(`loses nothing, seed ${seed}`, () => {
      for (const scenario of CHOSEN) it(scenario.name, (t) => runScenario(stand, scenario, seed, t))
    })
  }
})

async function runScenario(stand: Stand, scenario: Scenario, seed: number, t: TestContext) {
  if (scenario.mounts && !(await mayMount())) return t.skip('nothing may be mounted here')
  const random = openRandom(seed)
  const load = openLoad(stand, `${scenario.name}, seed ${seed}`, random)
  let recoveryMs: number
  try {
    await untilMore(load, 50, /^200$/u)
    await scenario.strike(stand, load, random)
    const mended = performance.now()
    await untilReady(stand)
    recoveryMs = performance.now() - mended
    await untilMore(load, 50, /^200$/u)
  } finally {
    await load.end()
  }
  await untilQuiet(stand)
  const unanswered = await assertNothingLost(stand, load)
  const stored = `${unanswered} stored without an answer`
  t.diagnostic(`${summaryOf(load)}; ${stored}; ready in ${Math.round(recoveryMs)} ms`)
  assertOutcomes(stand, scenario, load)
  assertUnanswered(scenario, unanswered)
  assert.ok(recoveryMs < RECOVERY_MS, `ready only after ${recoveryMs} ms`)
}

/** Nothing of what was refused is still at work in the database. */
async function untilQuiet({ sql }: Stand): Promise<void> {
  await waitUntil('quiet', async () => {
    const busy = await sql(
      "select from pg_stat_activity where application_name = 'hamlet' and state <> 'idle'",
    )
    return busy.length === 0
  })
}

function assertOutcomes(stand: Stand, { may }: Scenario, load: Load): void {
  const attempts = load.sent.flatMap((one) => one.attempts)
  const outcomes = new Set(attempts.map(({ outcome }) => outcome))
  const wrong = [...outcomes].filter((outcome) => outcome !== '200' && !may.test(outcome))
  if (wrong.length === 0) return
  const said = linesOf(stand.server()).filter(({ level }) => level === 50)
  assert.fail(`${wrong.join(', ')}; the log's last errors: ${JSON.stringify(said.slice(-3))}`)
}

function assertUnanswered({ storesUnanswered }: Scenario, count: number): void {
  if (storesUnanswered === 'never') assert.equal(count, 0, 'nothing refused was stored')
  if (storesUnanswered === 'surely') assert.notEqual(count, 0, 'something refused was stored')
}

function summaryOf(load: Load): string {
  const longest = Math.max(...load.sent.flatMap(({ attempts }) => attempts.map(({ ms }) => ms)))
  const [answered, refused, broken] = [/^200$/u, /^503/u, /^broken$/u].map(load.count)
  const counts = `${answered} answered with 200, ${refused} refused, ${broken} broken`
  return `${load.count()} sendings: ${counts}; longest ${Math.round(longest)} ms`
}
