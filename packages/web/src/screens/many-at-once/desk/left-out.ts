import type { JudgedRows } from './judged-rows.ts'
import { isLeft } from './next-batch.ts'
import { isLongerThan, type RowFault } from './row-fault.ts'

/** A row that the server does not take, by its place, and why. */
export interface NamedRow {
  readonly row: number
  readonly fault: RowFault
}

/** The rows that are not recorded for one reason. */
export interface LeftOut {
  readonly fault: RowFault
  readonly count: number
  /** The numbers of the first ones, from 1. */
  readonly first: readonly number[]
}

/** Numbers of rows that are shown; the saved file has all. */
const NUMBERS = 20

/** Takes out the rows that the server named, and all that are longer than it takes, if it said how long that is. */
export function leaveOut(rows: JudgedRows, named: readonly NamedRow[]): readonly LeftOut[] {
  for (const { row, fault } of named) rows.faults.set(row, fault)
  const tooLong = named.find(({ fault }) => fault.code === 'too-long')?.fault
  if (tooLong?.limit !== undefined) leaveOutLonger(rows, tooLong, tooLong.limit)
  return leftOutOf(rows)
}

function leaveOutLonger(rows: JudgedRows, fault: RowFault, limit: number): void {
  for (const [place, text] of rows.texts.entries()) {
    if (isLongerThan(text, limit) && isLeft(rows, place)) rows.faults.set(place, fault)
  }
}

/** What is left out so far, by reason. Cost: O(n log n) in the number of such rows. */
export function leftOutOf({ faults }: JudgedRows): readonly LeftOut[] {
  const groups = Map.groupBy(faults, ([, { code, limit }]) => `${code} ${limit}`)
  return [...groups.values()].flatMap((entries) => {
    const [any] = entries
    if (any === undefined) return []
    const numbers = entries.map(([place]) => place + 1).sort((a, b) => a - b)
    return { fault: any[1], count: numbers.length, first: numbers.slice(0, NUMBERS) }
  })
}

/** How many rows those are. */
export function countLeftOut(leftOut: readonly LeftOut[]): number {
  return leftOut.reduce((sum, { count }) => sum + count, 0)
}
