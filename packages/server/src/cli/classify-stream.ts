import type { Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { stringify } from 'csv-stringify'
import { type AnsweredBlock, answerLines, type LineFormat } from './answer-lines.ts'
import type { Io } from './command.ts'
import { type JudgeThreads, startJudgeThreads } from './judge-threads.ts'
import { type Judge, reasonsLine, sourceIn } from './judgement.ts'
import { type LineBlock, lineBlocks } from './line-blocks.ts'
import { mapInOrder } from './map-in-order.ts'

/** What `hamlet classify` reads and writes. */
export type Format = LineFormat | 'csv'

/** How a stream is judged. */
export interface StreamJudge {
  readonly format: Format
  readonly judge: Judge
  /** The same for threads: the model file's bytes, and how many reasons it gives. */
  readonly model: Uint8Array
  readonly reasons: number
  /** How many threads judge lines, the one that reads among them. */
  readonly threads: number
}

/** How far a stream is. */
export interface StreamCount {
  texts: number
  /** Lines that could not be read. */
  failures: number
}

/** A line of more bytes is cut there; no text that is served is nearly as long. */
const LINE_AT_MOST = 16 * 2 ** 20

/** Bytes that the reading thread judges alone: starting others would take longer. */
const ALONE = 2 ** 20

/** Blocks for each thread between reading and writing: their order may have to wait for one. */
const BLOCKS_PER_THREAD = 3

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
    if (how.format === 'csv') await judgeCsv(stdin, stdout, how.judge, count)
    else await judgeLines(stdin, stdout, { ...how, format: how.format }, count)
  } catch (error) {
    if (!isReaderGone(error)) throw error
  }
}

async function judgeLines(
  stdin: Readable,
  stdout: Writable,
  how: StreamJudge & { readonly format: LineFormat },
  count: StreamCount,
): Promise<void> {
  await using scope = new AsyncDisposableStack()
  const answer = answererOf(how, scope)
  const blocksOf = (chunks: AsyncIterable<Uint8Array>) => lineBlocks(chunks, LINE_AT_MOST)
  async function* answers(blocks: AsyncIterable<LineBlock>): AsyncGenerator<Uint8Array> {
    for await (const answered of mapInOrder(blocks, BLOCKS_PER_THREAD * how.threads, answer)) {
      count.texts += answered.texts
      count.failures += answered.failures
      yield answered.bytes
    }
  }
  await pipeline(stdin, blocksOf, answers, stdout, { end: false })
}

/**
 * The reading thread answers a block itself where no other thread has room for it. The others are
 * started when the stream turns out to be long.
 */
function answererOf(
  { judge, threads, ...task }: StreamJudge & { readonly format: LineFormat },
  scope: AsyncDisposableStack,
): (block: LineBlock) => Promise<AnsweredBlock> {
  let judged = 0
  let others: JudgeThreads | undefined
  return async (block) => {
    if (threads > 1 && judged >= ALONE) others ??= scope.use(startJudgeThreads(task, threads - 1))
    const answered = others?.answer(block)
    if (answered !== undefined) return await answered
    judged += block.bytes.length
    return answerLines(block, task.format, judge)
  }
}

function judgeCsv(
  stdin: Readable,
  stdout: Writable,
  judge: Judge,
  count: StreamCount,
): Promise<void> {
  async function* judged(rows: AsyncIterable<Readonly<Record<string, string>>>) {
    for await (const row of rows) {
      const { text, source } = row
      if (text === undefined) throw new Error('the header names no column text')
      const { reasons, bias: _, ...judgement } = judge(text, sourceIn(source))
      count.texts++
      const why = reasons === undefined ? {} : { reasons: reasonsLine(reasons) }
      yield { ...row, ...judgement, ...why }
    }
  }
  const reader: Transform = parse({ columns: true, bom: true, skip_empty_lines: true })
  return pipeline(stdin, reader, judged, stringify({ header: true }), stdout, { end: false })
}

/** Whoever read the answers has seen enough, as `head` does. */
function isReaderGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EPIPE'
}
