import type { Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import { stringify } from 'csv-stringify'
import type { Io } from './command.ts'
import { type Judge, reasonsLine, sourceIn } from './judgement.ts'
import { lineBatches } from './line-batches.ts'

/** What `hamlet classify` reads and writes. */
export type Format = 'lines' | 'ndjson' | 'csv'

/** How far a stream is. */
export interface StreamCount {
  texts: number
  /** Lines that could not be read. */
  failures: number
}

/**
 * Judges texts from stdin and writes them to stdout in the same order. No more is read than can be
 * written, so memory stays the same however long the stream is.
 */
export async function classifyStream(
  io: Pick<Io, 'stdin' | 'stdout'>,
  format: Format,
  judge: Judge,
  count: StreamCount,
): Promise<void> {
  const { stdin, stdout } = io
  try {
    if (format === 'csv') await judgeCsv(stdin, stdout, judge, count)
    else
      await judgeLines(
        stdin,
        stdout,
        format === 'lines' ? lineJudge(judge) : jsonJudge(judge),
        count,
      )
  } catch (error) {
    if (!isReaderGone(error)) throw error
  }
}

/** The line that answers a line; `undefined` for one that gets no answer. */
type LineJudge = (line: string, number: number, count: StreamCount) => string | undefined

function judgeLines(
  stdin: Readable,
  stdout: Writable,
  answer: LineJudge,
  count: StreamCount,
): Promise<void> {
  let number = 0
  async function* answers(batches: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
    for await (const batch of batches) {
      let text = ''
      for (const line of batch) {
        const answered = answer(line, ++number, count)
        if (answered !== undefined) text += `${answered}\n`
      }
      yield text
    }
  }
  return pipeline(stdin, lineBatches, answers, stdout, { end: false })
}

/** `label, probability, verdict, reasons if wanted, text`, with tabs between. */
function lineJudge(judge: Judge): LineJudge {
  return (line, _number, count) => {
    const { label, spam_probability, verdict, reasons } = judge(line)
    count.texts++
    const why = reasons === undefined ? [] : [reasonsLine(reasons)]
    return [label, spam_probability.toFixed(6), verdict, ...why, line].join('\t')
  }
}

/** The same object and the judgement; or what is wrong with the line, and its number. */
function jsonJudge(judge: Judge): LineJudge {
  return (line, number, count) => {
    if (line.trim() === '') return undefined
    const record = readRecord(line)
    if (typeof record === 'string') {
      count.failures++
      return JSON.stringify({ error: record, line: number })
    }
    count.texts++
    return JSON.stringify({ ...record, ...judge(record.text, sourceIn(record.source)) })
  }
}

interface TextRecord {
  readonly text: string
  readonly source?: unknown
}

/** The object of a line, or a sentence that says why there is none. */
function readRecord(line: string): TextRecord | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'the line is not JSON'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'the line is not a JSON object'
  }
  return hasText(value) ? value : 'the object has no string named text'
}

function hasText(value: object): value is TextRecord {
  return 'text' in value && typeof value.text === 'string'
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
