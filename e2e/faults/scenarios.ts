import {
  cutBatches,
  cutNetwork,
  endConnections,
  failCommits,
  fillDisk,
  freezeDatabase,
  killBackend,
  killFirstProcess,
  killServer,
  killWorker,
  killWorkers,
  type Strike,
  slowNetwork,
  stopDatabase,
} from './strikes.ts'

/** A fault, and what must hold beside that nothing is lost. */
export interface Scenario {
  readonly name: string
  readonly strike: Strike
  /** What may come of a sending beside 200. */
  readonly may: RegExp
  /** Whether requests without an answer of 200 were stored: none of them, one at least, or as it comes. */
  readonly storesUnanswered: 'never' | 'surely' | 'perhaps'
  /** Part of `npm test`; the others are too slow for that. */
  readonly isQuick: boolean
  /** Left out where no file system may be mounted. */
  readonly mounts?: true
}

const NOTHING = /^(?!)/u
const BROKEN = /^broken$/u
const UNAVAILABLE =
  /^503 application\/problem\+json \/problems\/(?:database-unavailable|overloaded)$/u

const SLOW = { isQuick: false, storesUnanswered: 'perhaps' } as const
const QUICK = { isQuick: true, storesUnanswered: 'perhaps' } as const

/** Every fault; what is not said of one is in `SLOW` or `QUICK`. */
export const SCENARIOS: readonly Scenario[] = [
  { ...QUICK, name: 'SIGKILL of a worker', strike: killWorker, may: BROKEN },
  { ...SLOW, name: 'SIGKILL of all workers', strike: killWorkers, may: BROKEN },
  {
    ...SLOW,
    name: 'SIGKILL of all workers and the first process',
    strike: killServer,
    may: BROKEN,
  },
  { ...SLOW, name: 'SIGKILL of the first process', strike: killFirstProcess, may: BROKEN },
  { ...QUICK, name: 'PostgreSQL stopped at once', strike: stopDatabase, may: UNAVAILABLE },
  { ...SLOW, name: 'SIGKILL of a process of PostgreSQL', strike: killBackend, may: UNAVAILABLE },
  { ...SLOW, name: 'connections ended by PostgreSQL', strike: endConnections, may: UNAVAILABLE },
  {
    ...QUICK,
    name: 'a connection cut before the batch arrived',
    strike: cutBatches('before'),
    may: UNAVAILABLE,
    storesUnanswered: 'never',
  },
  {
    ...SLOW,
    name: 'a connection cut amid the batch',
    strike: cutBatches('amid'),
    may: UNAVAILABLE,
    storesUnanswered: 'never',
  },
  {
    ...QUICK,
    name: 'a connection cut after the commit, before the answer',
    strike: cutBatches('unanswered'),
    may: UNAVAILABLE,
    storesUnanswered: 'surely',
  },
  {
    ...SLOW,
    name: 'a connection cut before the last message of the answer',
    strike: cutBatches('unfinished'),
    may: UNAVAILABLE,
    storesUnanswered: 'surely',
  },
  {
    ...QUICK,
    name: 'a full disk, noticed at the commit',
    strike: failCommits,
    may: UNAVAILABLE,
    storesUnanswered: 'never',
  },
  {
    ...SLOW,
    name: 'a full disk',
    strike: fillDisk,
    may: UNAVAILABLE,
    storesUnanswered: 'never',
    mounts: true,
  },
  {
    ...QUICK,
    name: 'a database that stands still',
    strike: freezeDatabase(1000),
    may: UNAVAILABLE,
  },
  {
    ...SLOW,
    name: 'a database that stands still for longer than anybody waits',
    strike: freezeDatabase(14_000),
    may: UNAVAILABLE,
  },
  {
    ...SLOW,
    name: 'a network that is cut for longer than anybody waits',
    strike: cutNetwork(14_000),
    may: UNAVAILABLE,
  },
  { ...SLOW, name: 'a slow database', strike: slowNetwork(150, 4000), may: NOTHING },
]
