import type { Judged } from './desk/desk.ts'
import { countLeftOut } from './desk/left-out.ts'
import type { Recorded } from './record-rows.ts'

/** Rows of a file by what has become of them. */
export interface RecordCounts {
  /** That can be recorded, all of them. */
  readonly wanted: number
  /** That were sent, and of which no answer said whether they are recorded. */
  readonly unsure: number
  readonly left: number
  /** The first of those that are left, from 1. */
  readonly from: number
}

/** Counts what recording has come to. */
export function countRows(judged: Judged, recorded: Recorded | undefined): RecordCounts {
  const { leftOut } = recorded ?? judged
  const wanted = judged.rows - judged.notJudged - countLeftOut(leftOut)
  if (recorded === undefined) return { wanted, unsure: 0, left: wanted, from: 1 }
  const { pending } = recorded
  const sent = pending?.isUnsure === true ? pending.batch.rows : []
  const next = sent.at(-1) === undefined ? recorded.from : (sent.at(-1) ?? 0) + 1
  const left = wanted - recorded.recorded - sent.length
  return { wanted, unsure: sent.length, left, from: next + 1 }
}
