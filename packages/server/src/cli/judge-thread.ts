import { parentPort, workerData } from 'node:worker_threads'
import { decodeModel, openClassifier } from '@hamlet/classifier'
import { answerLines } from './answer-lines.ts'
import type { JudgeTask, ThreadMessage } from './judge-threads.ts'
import { judgeWith } from './judgement.ts'
import type { LineBlock } from './line-blocks.ts'

/*
 * One thread of `hamlet classify`: says that it is ready; then blocks of lines in, their answers out.
 */

const { model, format, reasons }: JudgeTask = workerData
const judge = judgeWith(openClassifier(decodeModel(model)), reasons)
parentPort?.on('message', (block: LineBlock) => {
  const answered = answerLines(block, format, judge)
  parentPort?.postMessage(answered satisfies ThreadMessage, [answered.bytes.buffer])
})
parentPort?.postMessage('ready' satisfies ThreadMessage)
