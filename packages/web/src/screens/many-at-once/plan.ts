import { columnNames } from './desk/columns.ts'
import type { Plan } from './desk/file-plan.ts'
import type { Look } from './desk/look.ts'

/** What the owner of a file decides after the first look. */
export interface Choices {
  readonly hasHeader: boolean
  readonly textColumn: number
}

/** The file's columns, each with a name of its own. @param unnamed  Names a column that has none. */
export function columnsOf(
  { shape, rows }: Look,
  hasHeader: boolean,
  unnamed: (number: number) => string,
): readonly string[] {
  if (shape.format === 'ndjson') return shape.members
  if (shape.format === 'text') return ['text']
  const taken = new Set<string>()
  return columnNames(rows, hasHeader).map((name, i) => {
    const wanted = name ?? unnamed(i + 1)
    let free = wanted
    for (let number = i + 1; taken.has(free); number++) free = `${wanted} (${number})`
    taken.add(free)
    return free
  })
}

/** Whether there is a row to judge. The first look sees more than a header, if there is more. */
export function hasRows({ rows }: Look, hasHeader: boolean): boolean {
  return rows.length > (hasHeader ? 1 : 0)
}

/** How the file is read, then. */
export function planOf(look: Look, choices: Choices, columns: readonly string[]): Plan {
  return { shape: look.shape, ...choices, columns }
}
