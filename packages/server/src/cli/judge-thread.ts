import { parentPort, workerData } from 'node:worker_threads'
import { decodeModel, openClassifier } from '@hamlet/classifier'
import { answerBlock, type Block } from './answer-block.ts'
import type { JudgeTask, ThreadMessage } from './judge-threads.ts'
import { judgeWith } from './judgement.ts'

/*
 * One thread of `hamlet classify`: says that it is ready; then blocks in, their answers out.
 */

const { model, reasons }: JudgeTask = workerData
const judge = judgeWith(openClassifier(decodeModel(model)), reasons)
parentPort?.on('message', (block: Block) => {
  const answered = answerBlock(block, judge)
  parentPort?.postMessage(answered satisfies ThreadMessage, [answered.bytes.buffer])
})
parentPort?.postMessage('ready' satisfies ThreadMessage)
