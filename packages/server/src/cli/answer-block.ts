import { answerLines } from './answer-lines.ts'
import { answerRows } from './answer-rows.ts'
import type { AnsweredBlock } from './answered-block.ts'
import type { Judge } from './judgement.ts'
import type { LineBlock } from './line-blocks.ts'
import type { RowBlock } from './row-blocks.ts'

/** What is judged at once, and can be judged in any thread. */
export type Block = LineBlock | RowBlock

/** Judges every text of a block. */
export function answerBlock(block: Block, judge: Judge): AnsweredBlock {
  return block.format === 'csv' ? answerRows(block, judge) : answerLines(block, judge)
}
