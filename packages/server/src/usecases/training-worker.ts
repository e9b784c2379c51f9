import { parentPort, workerData } from 'node:worker_threads'
import { encodeModel, trainModel } from '@hamlet/classifier'
import type { TrainingNews, TrainingOrder } from './train-model.ts'

/* The thread that `trainInWorker` starts. What it throws reaches the promise of the caller. */

const { examples, options } = workerData as TrainingOrder
const model = trainModel(examples, {
  ...options,
  onProgress: (done) => tell({ kind: 'progress', done }),
})
tell({ kind: 'trained', model: { bytes: encodeModel(model), report: model.report } })

function tell(news: TrainingNews): void {
  parentPort?.postMessage(news)
}
