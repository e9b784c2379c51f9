import type { FileShape, Row } from './file-shape.ts'
import { gatherMembers, type JsonObject } from './ndjson-row.ts'

/** A file as it is read: what its owner confirmed after the first look. */
export interface Plan {
  readonly shape: FileShape
  readonly hasHeader: boolean
  readonly textColumn: number
  /** The columns' names, one each. */
  readonly columns: readonly string[]
}

/** What is learned of a file's columns while its rows are read. */
export interface Learned {
  readonly onObject: (object: JsonObject) => void
  readonly onRows: (block: readonly Row[]) => void
  /** The plan, so that nothing of these rows is lost when they are saved. */
  readonly plan: () => Plan
}

/** Learns which members objects have beside those of the first look, and whether rows have more cells. */
export function learnColumns(plan: Plan): Learned {
  const { shape } = plan
  const { note, gathered } = gatherMembers(shape.members)
  let hasOthers = false
  return {
    onObject: note,
    onRows(block) {
      hasOthers ||= block.some((cells) => othersOf(plan, cells) !== '')
    },
    plan() {
      if (shape.format !== 'ndjson') return { ...plan, shape: { ...shape, hasOthers } }
      const found = gathered()
      return { ...plan, shape: { ...shape, ...found }, columns: found.members }
    },
  }
}

/** What a row holds beside the columns, as JSON: an object of members, or a list of cells. */
export function othersOf({ shape, columns }: Plan, cells: Row): string {
  if (cells.length <= columns.length) return ''
  const others = cells.slice(columns.length)
  if (others.every((cell) => cell === '')) return ''
  return shape.format === 'ndjson' ? others.join('') : JSON.stringify(others)
}
