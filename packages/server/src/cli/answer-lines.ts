import { type AnsweredBlock, answeredBlock } from './answered-block.ts'
import { type Judge, reasonsLine, sourceIn } from './judgement.ts'
import { type LineBlock, linesOf } from './line-blocks.ts'

/** Judges every line of a block. */
export function answerLines(block: LineBlock, judge: Judge): AnsweredBlock {
  const count = { texts: 0, failures: 0 }
  const answer = block.format === 'lines' ? lineAnswer : jsonAnswer
  let text = ''
  for (const [i, line] of linesOf(block).entries()) {
    const answered = answer(judge, line, block.first + i, count)
    if (answered !== undefined) text += `${answered}\n`
  }
  return answeredBlock(text, count)
}

interface Count {
  texts: number
  failures: number
}

/** `label, probability, verdict, reasons if wanted, text`, with tabs between. */
function lineAnswer(judge: Judge, line: string, _number: number, count: Count): string {
  const { label, spam_probability, verdict, reasons } = judge(line)
  count.texts++
  const why = reasons === undefined ? [] : [reasonsLine(reasons)]
  return [label, spam_probability.toFixed(6), verdict, ...why, line].join('\t')
}

/** The same object and the judgement; or what is wrong with the line, and its number. */
function jsonAnswer(judge: Judge, line: string, number: number, count: Count): string | undefined {
  if (line.trim() === '') return undefined
  const record = readRecord(line)
  if (typeof record === 'string') {
    count.failures++
    return JSON.stringify({ error: record, line: number })
  }
  count.texts++
  return JSON.stringify({ ...record, ...judge(record.text, sourceIn(record.source)) })
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
