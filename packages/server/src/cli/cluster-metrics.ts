import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry } from 'prom-client'
import type { Counters } from '../compose.ts'
import type { Metrics } from '../http/metrics.ts'
import type { MinuteCounts } from '../http/traffic.ts'

// prom-client can gather from a cluster by itself, but waits in vain for workers that die or start.

/** What workers count: as prom-client has it, and the traffic of the last hour. */
interface Counts {
  readonly metrics: readonly object[]
  readonly traffic: readonly MinuteCounts[]
}

/** What all of them count together. */
interface Sums {
  readonly metrics: string
  readonly traffic: readonly MinuteCounts[]
}

type Topic = keyof Counts

/** A worker that is asked for everybody's counts asks the first process, which asks all of them. */
interface Messages {
  readonly 'hamlet:sum?': { readonly id: number; readonly topic: Topic }
  readonly 'hamlet:count?': { readonly id: number; readonly topic: Topic }
  readonly 'hamlet:count': { readonly id: number; readonly count: Counts[Topic] }
  /** The sum is missing when a worker did not tell what it counts in time. */
  readonly 'hamlet:sum': { readonly id: number; readonly sum?: Sums[Topic] | undefined }
}

type Message<Type extends keyof Messages> = Messages[Type] & { readonly type: Type }

const PATIENCE_MS = 3000

/** In the first process: answers workers that want everybody's counts. @returns A function that ends it. */
export function answerCounts(): () => void {
  const serving = new Set<Worker>()
  const onListening = (worker: Worker) => void serving.add(worker)
  const onDisconnect = (worker: Worker) => void serving.delete(worker)
  const onMessage = async (worker: Worker, message: unknown) => {
    if (!isOfType(message, 'hamlet:sum?')) return
    const { id, topic } = message
    const sum = await SUM[topic]([...serving]).catch(() => undefined)
    tell(worker, { type: 'hamlet:sum', id, sum })
  }
  cluster.on('listening', onListening)
  cluster.on('disconnect', onDisconnect)
  cluster.on('message', onMessage)
  return () => {
    cluster.off('listening', onListening)
    cluster.off('disconnect', onDisconnect)
    cluster.off('message', onMessage)
  }
}

type Sum<Of extends Topic> = (workers: readonly Worker[]) => Promise<Sums[Of]>

/** How what workers count is added up. */
const SUM: { readonly [Of in Topic]: Sum<Of> } = {
  metrics: async (workers) => {
    const counts = await askCounts(workers, 'metrics')
    return AggregatorRegistry.aggregate([...counts]).metrics()
  },
  traffic: async (workers) => (await askCounts(workers, 'traffic')).flat(),
}

function askCounts<Of extends Topic>(workers: readonly Worker[], topic: Of) {
  return Promise.all(workers.map((worker) => askCount(worker, topic)))
}

/** What a worker counts; nothing when it goes away. @throws {Error} It is too busy to say. */
async function askCount<Of extends Topic>(
  worker: Worker,
  topic: Of,
): Promise<Counts[Of] | readonly []> {
  const { promise, resolve, reject } = Promise.withResolvers<Counts[Of] | readonly []>()
  const id = Math.random()
  const onMessage = (message: unknown) => {
    if (isOfType(message, 'hamlet:count') && message.id === id) resolve(message.count as Counts[Of])
  }
  const onGone = () => resolve([])
  const timer = setTimeout(() => reject(new Error('no count in time')), PATIENCE_MS)
  worker.on('message', onMessage)
  worker.once('disconnect', onGone)
  tell(worker, { type: 'hamlet:count?', id, topic })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    worker.off('message', onMessage)
    worker.off('disconnect', onGone)
  }
}

/** One that goes away does not hear it; without a callback that would be an error of this process. */
function tell(worker: Worker, message: Message<'hamlet:count?' | 'hamlet:sum'>): void {
  worker.send(message, () => {})
}

/** In a worker: tells the first process what this one counts, whenever it asks. */
export function shareCounts({ registry, traffic }: Metrics): void {
  const counts: { readonly [Of in Topic]: () => Counts[Of] | Promise<Counts[Of]> } = {
    metrics: () => registry.getMetricsAsJSON(),
    traffic: () => traffic.read(),
  }
  process.on('message', async (message) => {
    if (!isOfType(message, 'hamlet:count?')) return
    const count = await counts[message.topic]()
    process.send?.({ type: 'hamlet:count', id: message.id, count })
  })
}

/** In a worker: everybody's counts, from the first process. They fail when a worker is too busy to tell its own. */
export const COUNTERS_OF_ALL: Counters = {
  renderMetrics: () => askSum('metrics'),
  readTraffic: () => askSum('traffic'),
}

/** @throws {Error} A worker did not tell its own in time. */
function askSum<Of extends Topic>(topic: Of): Promise<Sums[Of]> {
  const { promise, resolve, reject } = Promise.withResolvers<Sums[Of]>()
  const id = Math.random()
  const onMessage = (message: unknown) => {
    if (!isOfType(message, 'hamlet:sum') || message.id !== id) return
    process.off('message', onMessage)
    if (message.sum === undefined) reject(new Error(`a worker did not tell its ${topic} in time`))
    else resolve(message.sum as Sums[Of])
  }
  process.on('message', onMessage)
  process.send?.({ type: 'hamlet:sum?', id, topic })
  return promise
}

function isOfType<Type extends keyof Messages>(
  message: unknown,
  type: Type,
): message is Message<Type> {
  return (message as { readonly type?: unknown } | null)?.type === type
}
