import type { Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { answerBlock, type Block } from './answer-block.ts'
import type { AnsweredBlock } from './answered-block.ts'
import type { Io } from './command.ts'
import { type JudgeThreads, startJudgeThreads } from './judge-threads.ts'
import type { Judge } from './judgement.ts'
import { lineBlocks } from './line-blocks.ts'
import { mapInOrder } from './map-in-order.ts'
import { rowBlocks } from './row-blocks.ts'

/** What `hamlet classify` reads and writes. */
export type Format = Block['format']

/** How a stream is judged. */
export interface StreamJudge {
  readonly format: Format
  readonly judge: Judge
  /** The same for threads: the model file's bytes, and how many reasons it gives. */
  readonly model: Uint8Array
  readonly reasons: number
  /** How many threads judge, the one that reads among them. */
  readonly threads: number
}

/** How far a stream is. */
export interface StreamCount {
  texts: number
  /** Lines, or rows of CSV, that could not be read. */
  failures: number
  /** What was wrong with the first of the rows. */
  firstFault?: string
}

/** A line of more bytes is cut there; no text that is served is nearly as long. */
const LINE_AT_MOST = 16 * 2 ** 20

/** Bytes of answers that the reading thread gives alone: with less, others would start for nothing. */
const ALONE = 2 ** 20

/** Blocks for each thread between reading and writing: their order may have to wait for one. */
const BLOCKS_PER_THREAD = 4

/**
 * Judges texts from stdin and writes them to stdout in the same order. No more is read than can be
 * written, so memory stays the same however long the stream is. The bytes written do not depend on
 * the number of threads.
 */
export async function classifyStream(
  { stdin, stdout }: Pick<Io, 'stdin' | 'stdout'>,
  how: StreamJudge,
  count: StreamCount,
): Promise<void> {
  try {
    await judgeAll(stdin, stdout, how, count)
  } catch (error) {
    if (!isReaderGone(error)) throw error
  }
}

async function judgeAll(
  stdin: Readable,
  stdout: Writable,
  { format, ...how }: StreamJudge,
  count: StreamCount,
): Promise<void> {
  await using scope = new AsyncDisposableStack()
  const answer = answererOf(how, scope)
  async function* answers(blocks: AsyncIterable<Block>): AsyncGenerator<Uint8Array> {
    for await (const answered of mapInOrder(blocks, BLOCKS_PER_THREAD * how.threads, answer)) {
      count.texts += answered.texts
      count.failures += answered.failures
      yield answered.bytes
    }
  }
  if (format === 'csv') {
    const parser = openCsv(count)
    return await pipeline(stdin, parser, () => rowBlocks(parser), answers, stdout, { end: false })
  }
  const blocks = (chunks: AsyncIterable<Uint8Array>) => lineBlocks(chunks, format, LINE_AT_MOST)
  await pipeline(stdin, blocks, answers, stdout, { end: false })
}

/** Reads CSV; a row that cannot be read is left out and counted, and the stream goes on. */
function openCsv(count: StreamCount): Transform {
  return parse({
    bom: true,
    skip_empty_lines: true,
    columns: (header: string[]) => {
      if (header.includes('text')) return header
      throw new Error('the header names no column text')
    },
    skip_records_with_error: true,
    on_skip: (fault) => {
      count.failures++
      if (fault !== undefined) count.firstFault ??= fault.message
    },
  })
}

/**
 * The reading thread answers a block itself where no other thread has room for it. The others are
 * started when the stream turns out to be long.
 */
function answererOf(
  { judge, threads, ...task }: Omit<StreamJudge, 'format'>,
  scope: AsyncDisposableStack,
): (block: Block) => Promise<AnsweredBlock> {
  let written = 0
  let others: JudgeThreads | undefined
  return async (block) => {
    if (threads > 1 && written >= ALONE) others ??= scope.use(startJudgeThreads(task, threads - 1))
    const underWay = others?.answer(block)
    if (underWay !== undefined) return await underWay
    const answered = answerBlock(block, judge)
    written += answered.bytes.length
    return answered
  }
}

/** Whoever read the answers has seen enough, as `head` does. */
function isReaderGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EPIPE'
}
