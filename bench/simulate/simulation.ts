import { openRandom, type Random } from '../../packages/classifier/src/random.ts'
import { type Events, openEvents, type Seconds } from './events.ts'
import {
  type Cores,
  type Disk,
  type Locks,
  openCores,
  openDisk,
  openLocks,
  openThread,
  type Worker,
} from './resources.ts'

/** What something takes for each statement, and more for each of its claims, in seconds. */
export interface Line {
  readonly statement: Seconds
  readonly claim: Seconds
}

/** What the work costs. */
export interface Costs {
  /** Of the thread of a node: writing a statement and reading its answer. */
  readonly node: Line
  /** Of a core of the database. */
  readonly database: Line
  /** Of the disk of the database, for a flush, which may be shared. */
  readonly flush: Line
  /** In which nobody works: the way there and back, and wakings. */
  readonly wait: Line
  /** Of the thread of a node for a request, without its share of a statement. */
  readonly http: Seconds
  /** Of other threads of a node for a request; they matter where cores are shared. */
  readonly beside: Seconds
  /** Of the one thread of a node's clients for a request. */
  readonly client: Seconds
  /** What statements took, as multiples of their mean; they are drawn from these. */
  readonly noise: readonly number[]
}

/** Who asks, per node. */
export type Arrivals =
  /** So many clients, each of which asks again as soon as it is answered. */
  | { readonly kind: 'closed'; readonly clients: number }
  /** Requests that do not wait for each other, at random (Poisson). */
  | { readonly kind: 'open'; readonly perSecond: number }

/** What is simulated. */
export interface Fleet {
  readonly nodes: number
  readonly costs: Costs
  readonly arrivals: Arrivals
  /** Cores of the database; `shared` ones do the work of the nodes, too. Other nodes have a core each. */
  readonly cores: { readonly database: number; readonly areShared: boolean }
  /** Accounts that ask, each as often; `isRouted` when all requests of one go to the same node. */
  readonly accounts: { readonly count: number; readonly isRouted: boolean }
  /** Decisions that are measured, after as many that are not. */
  readonly decisions: number
  readonly seed: number
}

/** What came of it. */
export interface Outcome {
  readonly perSecond: number
  /** From request to answer. */
  readonly p50: Seconds
  readonly p99: Seconds
  readonly statementsPerSecond: number
  readonly flushesPerSecond: number
  readonly claimsPerStatement: number
  /** Shares of the time in which something worked; `locks` is the share of statements waiting for a row. */
  readonly busy: {
    readonly database: number
    readonly disk: number
    readonly nodes: number
    readonly locks: number
  }
}

/** As `MOST_AT_ONCE` in store/ledger.ts. */
const MOST_AT_ONCE = 2000

interface Claim {
  readonly account: number
  readonly answer: () => void
}

interface World {
  readonly fleet: Fleet
  readonly events: Events
  readonly random: Random
  readonly database: Cores
  readonly disk: Disk
  readonly locks: Locks
  readonly counts: Counts
}

interface Counts {
  statements: number
  claims: number
  node: Seconds
  /** Statements times seconds: waiting for rows, and in all. */
  locked: Seconds
  inDatabase: Seconds
}

/**
 * Simulates ledgers of many nodes on one database, event by event. The same fleet and seed give the
 * same outcome.
 *
 * While a statement of a node is on its way, claims gather; the next one takes them all. In the
 * database it takes the rows of its accounts in their order, works on a core, and is durable with
 * the next flush; then the rows are free.
 */
export function simulate(fleet: Fleet): Outcome {
  const events = openEvents()
  const { database: count } = fleet.cores
  const world: World = {
    ...{ fleet, events, random: openRandom(fleet.seed), locks: openLocks() },
    database: openCores(events, count),
    disk: openDisk(events, fleet.costs.flush),
    counts: { statements: 0, claims: 0, node: 0, locked: 0, inDatabase: 0 },
  }
  const latencies: Seconds[] = []
  let start = snapshotOf(world)
  let answered = 0
  const note = (latency: Seconds) => {
    answered++
    if (answered === fleet.decisions) start = snapshotOf(world)
    if (answered > fleet.decisions) latencies.push(latency)
    if (answered === 2 * fleet.decisions) events.stop()
  }
  for (let i = 0; i < fleet.nodes; i++) openNode(world, i, note)
  events.run()
  return outcomeOf(fleet, latencies, start, snapshotOf(world))
}

/** Of what a request costs a node, the part before its claim: reading, checking, judging. */
const BEFORE = 2 / 3

function openNode(world: World, i: number, note: (latency: Seconds) => void): void {
  const { fleet, events, random } = world
  const { costs, arrivals, cores } = fleet
  const own = cores.areShared ? world.database : openCores(events, 1)
  const thread = openThread(own)
  const asking = openThread(cores.areShared ? own : openCores(events, 1))
  const record = openSimulatedLedger(world, thread)
  const spend = (seconds: Seconds, done: () => void) => {
    world.counts.node += seconds
    workOn(thread, seconds, done)
  }
  const ask = (then: () => void) => {
    const begun = events.now()
    if (costs.beside > 0 && cores.areShared) own.work(costs.beside, () => {})
    spend(BEFORE * costs.http, () => {
      const answer = () =>
        spend((1 - BEFORE) * costs.http, () => {
          note(events.now() - begun)
          workOn(asking, costs.client, then)
        })
      record({ account: accountOf(fleet, i, random), answer })
    })
  }
  begin(world, arrivals, ask)
}

/** What costs nothing is no turn of the thread either. */
function workOn(thread: Worker, seconds: Seconds, done: () => void): void {
  if (seconds === 0) done()
  else thread.work(seconds, done)
}

/** In which clients begin: all at once, they would stay together for good. */
const BEGINNING: Seconds = 0.02

function begin(
  { events, random }: World,
  arrivals: Arrivals,
  ask: (then: () => void) => void,
): void {
  if (arrivals.kind === 'closed') {
    const again = () => ask(again)
    for (let client = 0; client < arrivals.clients; client++) {
      events.after(BEGINNING * random(), again)
    }
    return
  }
  const arrive = () => {
    ask(() => {})
    events.after(-Math.log(1 - random()) / arrivals.perSecond, arrive)
  }
  arrive()
}

function accountOf({ nodes, accounts }: Fleet, node: number, random: Random): number {
  if (!accounts.isRouted) return Math.floor(random() * accounts.count)
  return node + nodes * Math.floor(random() * Math.max(1, Math.floor(accounts.count / nodes)))
}

/** As `openLedger` in store/ledger.ts: one statement at a time, which takes all claims that wait. */
function openSimulatedLedger(world: World, thread: Worker): (claim: Claim) => void {
  const { counts } = world
  const { node } = world.fleet.costs
  let waiting: Claim[] = []
  let isRunning = false
  const run = () => {
    let batch: Claim[] = []
    const take = () => {
      batch = waiting.slice(0, MOST_AT_ONCE)
      waiting = waiting.slice(MOST_AT_ONCE)
      const seconds = batch.length === 0 ? 0 : node.statement + node.claim * batch.length
      counts.node += seconds
      return seconds
    }
    const send = () => {
      isRunning = batch.length > 0
      if (isRunning) runStatement(world, batch, () => settle(batch))
      else if (waiting.length > 0) start()
    }
    thread.work(take, send)
  }
  const settle = (batch: readonly Claim[]) => {
    for (const { answer } of batch) answer()
    // After the answers, and before requests that come from now on.
    run()
  }
  const start = () => {
    isRunning = true
    run()
  }
  return (claim) => {
    waiting.push(claim)
    if (!isRunning) start()
  }
}

function runStatement(world: World, batch: readonly Claim[], done: () => void): void {
  const { fleet, events, random, database, disk, locks, counts } = world
  const { costs } = fleet
  const noise = costs.noise[Math.floor(random() * costs.noise.length)] ?? 1
  const of = (line: Line) => noise * (line.statement + line.claim * batch.length)
  const rows = [...new Set(batch.map(({ account }) => account))].sort((a, b) => a - b)
  counts.statements++
  counts.claims += batch.length
  events.after(of(costs.wait), () => {
    const begun = events.now()
    locks.take(rows, () => {
      counts.locked += events.now() - begun
      database.work(of(costs.database), () =>
        disk.commit(batch.length, () => {
          counts.inDatabase += events.now() - begun
          locks.release(rows)
          done()
        }),
      )
    })
  })
}

interface Snapshot extends Counts {
  readonly at: Seconds
  readonly database: Seconds
  readonly disk: Seconds
  readonly flushes: number
}

function snapshotOf({ events, counts, database, disk }: World): Snapshot {
  const busy = { database: database.busy(), disk: disk.busy(), flushes: disk.flushes() }
  return { at: events.now(), ...counts, ...busy }
}

function outcomeOf(
  { nodes, cores }: Fleet,
  latencies: Seconds[],
  from: Snapshot,
  to: Snapshot,
): Outcome {
  const seconds = to.at - from.at
  const sorted = Float64Array.from(latencies).sort()
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN
  const statements = to.statements - from.statements
  return {
    perSecond: latencies.length / seconds,
    ...{ p50: at(0.5), p99: at(0.99) },
    statementsPerSecond: statements / seconds,
    flushesPerSecond: (to.flushes - from.flushes) / seconds,
    claimsPerStatement: (to.claims - from.claims) / statements,
    busy: {
      database: (to.database - from.database) / seconds / cores.database,
      disk: (to.disk - from.disk) / seconds,
      nodes: (to.node - from.node) / seconds / nodes,
      locks: (to.locked - from.locked) / (to.inDatabase - from.inDatabase),
    },
  }
}
