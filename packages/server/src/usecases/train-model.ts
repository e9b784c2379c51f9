import { Worker } from 'node:worker_threads'
import type { Example, TrainingReport, TrainOptions } from '@hamlet/classifier'

/** What a training in a worker is made of. Examples and options are copied to it. */
export interface TrainingJob {
  readonly examples: readonly Example[]
  readonly options?: Omit<TrainOptions, 'onProgress'>
  /** Ends the training; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Told from time to time which share of the work is done, 0 to 1. */
  readonly onProgress?: (done: number) => void
}

/** A model's file, and how it came about. */
export interface TrainedModel {
  readonly bytes: Uint8Array
  readonly report: TrainingReport
}

/** What the worker is told. */
export type TrainingOrder = Pick<TrainingJob, 'examples' | 'options'>

/** What the worker says: how far it is, or what it made. */
export type TrainingNews =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'trained'; readonly model: TrainedModel }

/**
 * Trains a model in a thread of its own, so that this one stays free.
 *
 * @throws {Error} What the training throws, such as a `TrainingDataError`, as a plain copy.
 */
export async function trainInWorker(job: TrainingJob): Promise<TrainedModel> {
  const { examples, options, signal, onProgress } = job
  signal?.throwIfAborted()
  const order: TrainingOrder = options === undefined ? { examples } : { examples, options }
  const worker = new Worker(new URL('./training-worker.ts', import.meta.url), { workerData: order })
  try {
    return await outcomeOf(worker, signal, onProgress)
  } finally {
    await worker.terminate()
  }
}

function outcomeOf(
  worker: Worker,
  signal: AbortSignal | undefined,
  onProgress: TrainingJob['onProgress'],
): Promise<TrainedModel> {
  const { promise, resolve, reject } = Promise.withResolvers<TrainedModel>()
  const abort = () => reject(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  worker.on('message', (news: TrainingNews) => {
    if (news.kind === 'trained') resolve(news.model)
    else onProgress?.(news.done)
  })
  worker.once('error', reject)
  worker.once('exit', (code) => reject(new Error(`the training ended early, with status ${code}`)))
  return promise.finally(() => signal?.removeEventListener('abort', abort))
}
