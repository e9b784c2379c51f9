import { stringify } from 'csv-stringify/sync'
import { type AnsweredBlock, answeredBlock } from './answered-block.ts'
import { type Judge, reasonsLine, sourceIn } from './judgement.ts'
import type { Row, RowBlock } from './row-blocks.ts'

/** Judges every row of a block; the header stands before the first. */
export function answerRows({ rows, isFirst }: RowBlock, judge: Judge): AnsweredBlock {
  const answers = rows.map((row) => rowAnswer(row, judge))
  return answeredBlock(stringify(answers, { header: isFirst }), { texts: rows.length, failures: 0 })
}

/** The same columns and the judgement. */
function rowAnswer(row: Row, judge: Judge): Readonly<Record<string, unknown>> {
  const { text, source } = row
  const { reasons, bias: _, ...judgement } = judge(text, sourceIn(source))
  const why = reasons === undefined ? {} : { reasons: reasonsLine(reasons) }
  return { ...row, ...judgement, ...why }
}
