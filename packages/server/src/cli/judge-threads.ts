import { Worker } from 'node:worker_threads'
import type { AnsweredBlock, LineFormat } from './answer-lines.ts'
import type { LineBlock } from './line-blocks.ts'

/** What a thread is told when it starts. */
export interface JudgeTask {
  /** The bytes of the model file. */
  readonly model: Uint8Array
  readonly format: LineFormat
  /** At most so many reasons for each text; 0 for none. */
  readonly reasons: number
}

/** Threads that judge blocks of lines. */
export interface JudgeThreads extends AsyncDisposable {
  /** @throws {Error} The thread has ended. */
  readonly answer: (block: LineBlock) => Promise<AnsweredBlock>
}

/** Starts threads, each with the model opened; blocks go to them in turn. */
export function startJudgeThreads(task: JudgeTask, count: number): JudgeThreads {
  const threads = Array.from({ length: count }, () => startThread(task))
  let turn = 0
  return {
    async answer(block) {
      const thread = threads[turn++ % threads.length]
      if (thread === undefined) throw new RangeError('there is no thread')
      return await thread.answer(block)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}

interface Thread {
  readonly worker: Worker
  readonly answer: JudgeThreads['answer']
}

/** A thread answers in the order in which it was asked. */
function startThread(task: JudgeTask): Thread {
  const worker = new Worker(new URL('./judge-thread.ts', import.meta.url), { workerData: task })
  const asked: PromiseWithResolvers<AnsweredBlock>[] = []
  let failure: Error | undefined
  const fail = (error: Error): void => {
    failure = error
    for (const { reject } of asked.splice(0)) reject(error)
  }
  worker.on('message', (answered: AnsweredBlock) => asked.shift()?.resolve(answered))
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', (code) => fail(new Error(`a thread ended with status ${code}`)))
  return {
    worker,
    async answer(block) {
      if (failure !== undefined) throw failure
      const answer = Promise.withResolvers<AnsweredBlock>()
      asked.push(answer)
      worker.postMessage(block)
      return await answer.promise
    },
  }
}
