import { Worker } from 'node:worker_threads'
import type { Block } from './answer-block.ts'
import type { AnsweredBlock } from './answered-block.ts'

/** What a thread is told when it starts. */
export interface JudgeTask {
  /** The bytes of the model file. */
  readonly model: Uint8Array
  /** At most so many reasons for each text; 0 for none. */
  readonly reasons: number
}

/** What a thread says: that its model is open, and then each answer. */
export type ThreadMessage = 'ready' | AnsweredBlock

/** Threads that judge blocks. */
export interface JudgeThreads extends AsyncDisposable {
  /**
   * Has a block answered by the least busy thread. `undefined` when none has room for it, or none is
   * ready yet.
   *
   * @throws {Error} A thread has ended.
   */
  readonly answer: (block: Block) => Promise<AnsweredBlock> | undefined
}

/** Blocks that a thread has before it: one in hand, and two to go on with. */
const ROOM = 3

/** Starts threads, each of which opens the model before it is ready. */
export function startJudgeThreads(task: JudgeTask, count: number): JudgeThreads {
  const threads = Array.from({ length: count }, () => startThread(task))
  return {
    answer(block) {
      const rooms = threads.map((thread) => thread.room())
      const most = Math.max(...rooms)
      return most > 0 ? threads[rooms.indexOf(most)]?.answer(block) : undefined
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()))
    },
  }
}

interface Thread {
  readonly worker: Worker
  /** How many blocks it takes now. @throws {Error} It has ended. */
  readonly room: () => number
  readonly answer: (block: Block) => Promise<AnsweredBlock>
}

/** A thread says `ready`, and answers then in the order in which it was asked. */
function startThread(task: JudgeTask): Thread {
  const worker = new Worker(new URL('./judge-thread.ts', import.meta.url), { workerData: task })
  const asked: PromiseWithResolvers<AnsweredBlock>[] = []
  let isReady = false
  let failure: Error | undefined
  const fail = (error: Error): void => {
    failure ??= error
    for (const { reject } of asked.splice(0)) reject(failure)
  }
  worker.on('message', (said: ThreadMessage) => {
    if (said === 'ready') isReady = true
    else asked.shift()?.resolve(said)
  })
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', (code) => fail(new Error(`a thread ended with status ${code}`)))
  return {
    worker,
    room() {
      if (failure !== undefined) throw failure
      return isReady ? ROOM - asked.length : 0
    },
    answer(block) {
      const answer = Promise.withResolvers<AnsweredBlock>()
      asked.push(answer)
      send(worker, block)
      return answer.promise
    },
  }
}

/** Bytes are copied first: what is transferred is taken away from whoever shares its buffer. */
function send(worker: Worker, block: Block): void {
  if (block.format === 'csv') {
    worker.postMessage(block)
    return
  }
  const bytes = new Uint8Array(block.bytes)
  worker.postMessage({ ...block, bytes } satisfies Block, [bytes.buffer])
}
