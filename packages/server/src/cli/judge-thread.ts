import { parentPort, workerData } from 'node:worker_threads'
import { decodeModel, openClassifier } from '@hamlet/classifier'
import { answerLines } from './answer-lines.ts'
import type { JudgeTask } from './judge-threads.ts'
import { judgeWith } from './judgement.ts'
import type { LineBlock } from './line-blocks.ts'

/*
 * One thread of `hamlet classify`: blocks of lines in, their answers out.
 */

const { model, format, reasons }: JudgeTask = workerData
const judge = judgeWith(openClassifier(decodeModel(model)), reasons)
parentPort?.on('message', (block: LineBlock) => {
  parentPort?.postMessage(answerLines(block, format, judge))
})
