import type { Events, Seconds } from './events.ts'

/** How long work takes, known when it is asked for or when it begins. */
export type Length = Seconds | (() => Seconds)

/** Something that does work, in the order in which it was asked. */
export interface Worker {
  readonly work: (length: Length, done: () => void) => void
}

/** Cores of a machine, or one disk; what it did is counted. */
export interface Cores extends Worker {
  /** Seconds of work so far, over all cores. */
  readonly busy: () => Seconds
}

interface Job {
  readonly length: Length
  readonly done: () => void
}

/** As many cores: so many jobs at once, each to its end, and the others wait for their turn. */
export function openCores(events: Events, count: number): Cores {
  const waiting = openQueue<Job>()
  let free = count
  let busy = 0
  const begin = ({ length, done }: Job) => {
    const seconds = typeof length === 'number' ? length : length()
    free--
    busy += seconds
    events.after(seconds, () => {
      free++
      const next = waiting.take()
      if (next) begin(next)
      done()
    })
  }
  const work = (length: Length, done: () => void) => {
    if (free > 0) begin({ length, done })
    else waiting.put({ length, done })
  }
  return { work, busy: () => busy }
}

/** A thread: one job at a time, on any core that is free. */
export function openThread(cores: Worker): Worker {
  const waiting = openQueue<Job>()
  let isBusy = false
  const begin = ({ length, done }: Job) => {
    isBusy = true
    cores.work(length, () => {
      isBusy = false
      const next = waiting.take()
      if (next) begin(next)
      done()
    })
  }
  const work = (length: Length, done: () => void) => {
    if (isBusy) waiting.put({ length, done })
    else begin({ length, done })
  }
  return { work }
}

/** A disk that makes commits durable. */
export interface Disk {
  /** Is done when what a statement of so many claims wrote is on the disk. */
  readonly commit: (claims: number, done: () => void) => void
  readonly busy: () => Seconds
  readonly flushes: () => number
}

/**
 * A log that is flushed by one at a time, for all who wait when it begins, as PostgreSQL does it.
 *
 * @param flush  What a flush takes, and more for each claim in it.
 */
export function openDisk(
  events: Events,
  flush: { readonly statement: Seconds; readonly claim: Seconds },
): Disk {
  let waiting: { readonly claims: number; readonly done: () => void }[] = []
  let isBusy = false
  let busy = 0
  let flushes = 0
  const begin = () => {
    const group = waiting
    waiting = []
    isBusy = true
    flushes++
    const claims = group.reduce((sum, commit) => sum + commit.claims, 0)
    const seconds = flush.statement + flush.claim * claims
    busy += seconds
    events.after(seconds, () => {
      isBusy = false
      if (waiting.length > 0) begin()
      for (const { done } of group) done()
    })
  }
  const commit = (claims: number, done: () => void) => {
    waiting.push({ claims, done })
    if (!isBusy) begin()
  }
  return { commit, busy: () => busy, flushes: () => flushes }
}

/** Rows that one transaction at a time holds. */
export interface Locks {
  /** Takes rows, which ascend, one after the other; whoever waits keeps those it has. */
  readonly take: (rows: readonly number[], done: () => void) => void
  /** Gives them back, each to who waited for it first. */
  readonly release: (rows: readonly number[]) => void
}

/** Opens locks of rows, which are free. */
export function openLocks(): Locks {
  const waitingFor = new Map<number, (() => void)[]>()
  const takeFrom = (rows: readonly number[], first: number, done: () => void) => {
    for (let i = first; i < rows.length; i++) {
      const row = rows[i] as number
      const others = waitingFor.get(row)
      if (others) {
        others.push(() => takeFrom(rows, i + 1, done))
        return
      }
      waitingFor.set(row, [])
    }
    done()
  }
  const release = (rows: readonly number[]) => {
    for (const row of rows) {
      const next = waitingFor.get(row)?.shift()
      if (next) next()
      else waitingFor.delete(row)
    }
  }
  return { take: (rows, done) => takeFrom(rows, 0, done), release }
}

/** First in, first out, in constant time. */
function openQueue<Item>() {
  let items: (Item | undefined)[] = []
  let first = 0
  const take = (): Item | undefined => {
    const item = items[first]
    items[first++] = undefined
    if (first >= items.length || first > 10_000) {
      items = items.slice(first)
      first = 0
    }
    return item
  }
  return { put: (item: Item) => items.push(item), take }
}
