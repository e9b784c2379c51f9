import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry, type Registry } from 'prom-client'

/** Between a worker that is asked for metrics and the first process, which can gather them all. */
interface MetricsQuestion {
  readonly type: 'hamlet:metrics?'
  readonly id: number
}

interface MetricsAnswer {
  readonly type: 'hamlet:metrics'
  readonly id: number
  readonly text: string
}

/** In the first process: answers workers that want everybody's metrics. @returns A function that ends it. */
export function answerMetrics(): () => void {
  const all = new AggregatorRegistry()
  const onMessage = async (worker: Worker, message: unknown) => {
    if (!isOfType<MetricsQuestion>(message, 'hamlet:metrics?')) return
    const text = await all.clusterMetrics().catch(() => '')
    const answer: MetricsAnswer = { type: 'hamlet:metrics', id: message.id, text }
    if (worker.isConnected()) worker.send(answer)
  }
  cluster.on('message', onMessage)
  return () => cluster.off('message', onMessage)
}

/** In a worker: lets the first process gather what this one counts. */
export function shareMetrics(registry: Registry): void {
  new AggregatorRegistry()
  AggregatorRegistry.setRegistries([registry])
}

/** In a worker: everybody's metrics, from the first process. */
export function askMetrics(): Promise<string> {
  const question: MetricsQuestion = { type: 'hamlet:metrics?', id: Math.random() }
  return new Promise((resolve) => {
    const onMessage = (message: unknown) => {
      if (!isOfType<MetricsAnswer>(message, 'hamlet:metrics') || message.id !== question.id) return
      process.off('message', onMessage)
      resolve(message.text)
    }
    process.on('message', onMessage)
    process.send?.(question)
  })
}

function isOfType<Message extends { readonly type: string }>(
  message: unknown,
  type: Message['type'],
): message is Message {
  return (message as { readonly type?: unknown } | null)?.type === type
}
