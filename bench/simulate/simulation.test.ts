import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Costs, type Fleet, simulate } from './simulation.ts'

const NOTHING = { statement: 0, claim: 0 }
const COSTS: Costs = {
  node: NOTHING,
  database: { statement: 0.001, claim: 0.0001 },
  flush: NOTHING,
  wait: NOTHING,
  http: 0,
  beside: 0,
  client: 0,
  noise: [1],
}

function fleetOf({
  costs,
  ...changes
}: Partial<Omit<Fleet, 'costs'>> & { costs?: Partial<Costs> }) {
  return {
    nodes: 1,
    costs: { ...COSTS, ...costs },
    arrivals: { kind: 'closed', clients: 1 },
    cores: { database: 1, areShared: false },
    accounts: { count: 1e6, isRouted: true },
    decisions: 20_000,
    seed: 1,
    ...changes,
  } satisfies Fleet
}

function assertNear(measured: number, expected: number, tolerance = 1e-6): void {
  const distance = Math.abs(measured / expected - 1)
  assert.ok(distance <= tolerance, `${measured}, not ${expected}`)
}

describe('simulate', () => {
  it('a lone client waits for one statement of one claim, in all its parts', () => {
    const line = { statement: 0.001, claim: 0.0002 }
    const costs = { node: line, database: line, flush: line, wait: line, http: 0.003 }
    const { perSecond, p50, p99, claimsPerStatement } = simulate(fleetOf({ costs }))
    assertNear(p50, 4 * 0.0012 + 0.003)
    assertNear(p99, 4 * 0.0012 + 0.003)
    assertNear(perSecond, 1 / (4 * 0.0012 + 0.003))
    assert.equal(claimsPerStatement, 1)
  })

  it('clients without pauses make batches that keep the database busy: k / (a + b k)', () => {
    for (const clients of [8, 64, 1000]) {
      const {
        perSecond,
        claimsPerStatement: k,
        p50,
        busy,
      } = simulate(fleetOf({ arrivals: { kind: 'closed', clients }, decisions: 100_000 }))
      assertNear(perSecond, k / (0.001 + 0.0001 * k), 0.01)
      assertNear(busy.database, 1, 0.01)
      // Little's law: those who wait are those who come in a second times what each waits.
      assertNear(clients, perSecond * p50, 0.02)
      assert.ok(k > 0.45 * clients && k <= clients, `${k} of ${clients}`)
    }
  })

  it('a statement takes no more claims than the ledger lets it', () => {
    const arrivals = { kind: 'closed', clients: 5000 } as const
    const { claimsPerStatement, p99 } = simulate(fleetOf({ arrivals, decisions: 100_000 }))
    assert.equal(claimsPerStatement, 2000)
    // 3,000 are always in front: who asks is in the second statement after this one, or the third.
    assertNear(p99, 3 * (0.001 + 0.0001 * 2000), 1e-6)
  })

  it('where the thread is the limit, it is a queue of constant service: M/D/1', () => {
    // Statements cost nothing, requests 1 ms of one thread.
    const costs = { database: NOTHING, http: 0.001 }
    for (const load of [0.3, 0.6, 0.8]) {
      const arrivals = { kind: 'open', perSecond: load / 0.001 } as const
      const { busy, perSecond } = simulate(fleetOf({ costs, arrivals, decisions: 200_000 }))
      assertNear(busy.nodes, load, 0.02)
      assertNear(perSecond, load / 0.001, 0.02)
    }
  })

  it('open arrivals wait as in a queue that is served in batches of any size', () => {
    // Service of a batch is constant, a = 1 ms: who arrives waits for the rest of it, then for its own.
    const costs = { database: { statement: 0.001, claim: 0 } }
    const perSecond = 20_000
    const { p50, p99, claimsPerStatement } = simulate(
      fleetOf({ costs, arrivals: { kind: 'open', perSecond }, decisions: 200_000 }),
    )
    assertNear(p50, 0.0015, 0.02)
    assertNear(p99, 0.00199, 0.01)
    assertNear(claimsPerStatement, 20, 0.02)
  })

  it('nodes share the cores of the database, and no more', () => {
    const arrivals = { kind: 'closed', clients: 10 } as const
    const rateOf = (nodes: number) =>
      simulate(fleetOf({ nodes, arrivals, cores: { database: 4, areShared: false } })).perSecond
    assertNear(rateOf(1), 10 / 0.002, 0.01)
    assertNear(rateOf(4), (4 * 10) / 0.002, 0.01)
    assertNear(rateOf(100), (4 * 10) / 0.002, 0.01)
  })

  it('commits that wait share a flush', () => {
    const costs = { database: NOTHING, flush: { statement: 0.001, claim: 0 } }
    const { perSecond, flushesPerSecond, busy } = simulate(fleetOf({ costs, nodes: 50 }))
    assertNear(flushesPerSecond, 1000, 0.01)
    assertNear(busy.disk, 1, 0.01)
    // Two groups take turns: who commits during a flush waits for the next.
    assert.ok(perSecond > 20_000 && perSecond <= 50_000, `${perSecond}`)
  })

  it('statements that want the same row go one after the other until they are durable', () => {
    const costs = {
      database: { statement: 0.001, claim: 0 },
      flush: { statement: 0.001, claim: 0 },
    }
    const cores = { database: 100, areShared: false }
    const accounts = { count: 1, isRouted: false }
    const { perSecond, busy } = simulate(fleetOf({ costs, cores, accounts, nodes: 20 }))
    assertNear(perSecond, 1 / 0.002, 0.01)
    assertNear(busy.locks, 0.95, 0.01)
  })

  it('the same seed gives the same outcome, and another one another', () => {
    const outcomeOf = (seed: number) =>
      simulate(fleetOf({ seed, arrivals: { kind: 'open', perSecond: 3000 } }))
    assert.deepEqual(outcomeOf(7), outcomeOf(7))
    assert.notDeepEqual(outcomeOf(7), outcomeOf(8))
  })

  it('statements that vary cost what they cost on average', () => {
    const { perSecond, p50, p99 } = simulate(fleetOf({ costs: { noise: [0.5, 0.5, 0.5, 2.5] } }))
    assertNear(perSecond, 1 / 0.0011, 0.02)
    assertNear(p50, 0.00055)
    assertNear(p99, 0.00275)
  })
})
