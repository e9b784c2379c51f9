import { createHistogram, type RecordableHistogram } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { openRandom } from '../../packages/classifier/src/random.ts'
import { type Action, type Client, decisionsIn, oneOfActions, type Person } from './actions.ts'
import { openConnection } from './client.ts'

/** A mixture of requests to one server. */
export interface MixedLoad extends Pick<Client, 'callers' | 'spender' | 'texts'> {
  readonly url: string
  /** One for each connection. */
  readonly people: readonly Person[]
  readonly perSecond: number
  readonly seconds: number
  /** Length of a window. */
  readonly every: number
  readonly seed: number
}

/** What happened in some seconds. */
export interface Window {
  /** Its end, in seconds since the beginning. */
  readonly at: number
  readonly seconds: number
  readonly answers: number
  /** Decisions that were answered. */
  readonly decisions: number
  /** Latencies of `POST /v1/classify` without reasons, in milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Answers by action and status, such as `batch 200`. */
  readonly statuses: Readonly<Record<string, number>>
  /** Requests that got another answer than they should, or none: what, and how often. */
  readonly wrong: Readonly<Record<string, number>>
}

interface Counts {
  answers: number
  decisions: number
  readonly statuses: Record<string, number>
  readonly wrong: Record<string, number>
  readonly latency: RecordableHistogram
}

/** Sends the mixture. Each request that is sent is waited for, so that answers can be counted. */
export async function* sendMixture(load: MixedLoad): AsyncGenerator<Window> {
  const begun = performance.now()
  let counts = noCounts()
  const clients = load.people.map((_, i) => runClient(load, i, begun, () => counts))
  const all = Promise.all(clients).then(() => true)
  let from = begun
  let isOver = false
  while (!isOver) {
    const due = from + 1000 * load.every - performance.now()
    isOver = await Promise.race([all, setTimeout(Math.max(0, due), false)])
    const now = performance.now()
    yield windowOf(counts, (now - begun) / 1000, (now - from) / 1000)
    counts = noCounts()
    from = now
  }
}

function noCounts(): Counts {
  return { answers: 0, decisions: 0, statuses: {}, wrong: {}, latency: createHistogram() }
}

function windowOf(counts: Counts, at: number, seconds: number): Window {
  const { latency, ...rest } = counts
  const p = (percent: number) => latency.percentile(percent) / 1000
  return { at, seconds, ...rest, p50: p(50), p99: p(99) }
}

/** Asks at its pace; after an answer that took longer it goes on at once, and makes nothing up for. */
async function runClient(
  load: MixedLoad,
  i: number,
  begun: number,
  countsNow: () => Counts,
): Promise<void> {
  const { url, people, perSecond, seconds, seed } = load
  const connection = openConnection(url)
  const random = openRandom(seed * people.length + i)
  const person = people[i] as Person
  const client: Client = { ...load, send: connection.send, random, person }
  const pause = (1000 * people.length) / perSecond
  let next = begun + (pause * i) / people.length
  while (next < begun + 1000 * seconds) {
    const early = next - performance.now()
    if (early > 0) await setTimeout(early)
    await take(oneOfActions(random), client, countsNow)
    next = Math.max(next + pause, performance.now())
  }
  connection.close()
}

async function take(action: Action, client: Client, countsNow: () => Counts): Promise<void> {
  const begun = performance.now()
  const reply = await action.act(client).catch((error: Error) => error)
  const took = performance.now() - begun
  const counts = countsNow()
  const outcome = `${action.name} ${reply instanceof Error ? reply.message : reply.status}`
  if (reply instanceof Error || !action.expects.includes(reply.status)) {
    counts.wrong[outcome] = (counts.wrong[outcome] ?? 0) + 1
  }
  if (reply instanceof Error) return
  counts.answers++
  counts.decisions += action.isReading ? 0 : decisionsIn(reply)
  counts.statuses[outcome] = (counts.statuses[outcome] ?? 0) + 1
  if (action.name === 'classify') counts.latency.record(Math.max(1, Math.round(1000 * took)))
}
