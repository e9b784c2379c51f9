import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry, type Registry } from 'prom-client'

// prom-client can gather from a cluster by itself, but waits in vain for workers that die or start.

/** What one worker counts, as prom-client has it. */
type Count = readonly object[]

/** A worker that is asked for metrics asks the first process, which asks all of them. */
interface Messages {
  readonly 'hamlet:metrics?': { readonly id: number }
  readonly 'hamlet:count?': { readonly id: number }
  readonly 'hamlet:count': { readonly id: number; readonly count: Count }
  /** The text is missing when a worker did not tell what it counts in time. */
  readonly 'hamlet:metrics': { readonly id: number; readonly text?: string | undefined }
}

type Message<Type extends keyof Messages> = Messages[Type] & { readonly type: Type }

const PATIENCE_MS = 3000

/** In the first process: answers workers that want everybody's metrics. @returns A function that ends it. */
export function answerMetrics(): () => void {
  const serving = new Set<Worker>()
  const onListening = (worker: Worker) => void serving.add(worker)
  const onDisconnect = (worker: Worker) => void serving.delete(worker)
  const onMessage = async (worker: Worker, message: unknown) => {
    if (!isOfType(message, 'hamlet:metrics?')) return
    const { id } = message
    const text = await gather([...serving]).catch(() => undefined)
    tell(worker, { type: 'hamlet:metrics', id, text })
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

async function gather(workers: readonly Worker[]): Promise<string> {
  const counts = await Promise.all(workers.map(askCount))
  return AggregatorRegistry.aggregate([...counts]).metrics()
}

/** What a worker counts; nothing when it goes away. @throws {Error} It is too busy to say. */
async function askCount(worker: Worker): Promise<Count> {
  const { promise, resolve, reject } = Promise.withResolvers<Count>()
  const id = Math.random()
  const onMessage = (message: unknown) => {
    if (isOfType(message, 'hamlet:count') && message.id === id) resolve(message.count)
  }
  const onGone = () => resolve([])
  const timer = setTimeout(() => reject(new Error('no count in time')), PATIENCE_MS)
  worker.on('message', onMessage)
  worker.once('disconnect', onGone)
  tell(worker, { type: 'hamlet:count?', id })
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    worker.off('message', onMessage)
    worker.off('disconnect', onGone)
  }
}

/** One that goes away does not hear it; without a callback that would be an error of this process. */
function tell(worker: Worker, message: Message<'hamlet:count?' | 'hamlet:metrics'>): void {
  worker.send(message, () => {})
}

/** In a worker: tells the first process what this one counts, whenever it asks. */
export function shareMetrics(registry: Registry): void {
  process.on('message', async (message) => {
    if (!isOfType(message, 'hamlet:count?')) return
    const count = await registry.getMetricsAsJSON()
    process.send?.({ type: 'hamlet:count', id: message.id, count })
  })
}

/**
 * In a worker: everybody's metrics, from the first process.
 *
 * @throws {Error} A worker did not tell its own in time.
 */
export function askMetrics(): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const id = Math.random()
  const onMessage = (message: unknown) => {
    if (!isOfType(message, 'hamlet:metrics') || message.id !== id) return
    process.off('message', onMessage)
    if (message.text === undefined) reject(new Error('a worker did not tell its metrics in time'))
    else resolve(message.text)
  }
  process.on('message', onMessage)
  process.send?.({ type: 'hamlet:metrics?', id })
  return promise
}

function isOfType<Type extends keyof Messages>(
  message: unknown,
  type: Type,
): message is Message<Type> {
  return (message as { readonly type?: unknown } | null)?.type === type
}
