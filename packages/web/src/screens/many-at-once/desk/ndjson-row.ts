import { type FileShape, MOST_COLUMNS, type Row } from './file-shape.ts'

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Which members have a column of their own, and whether there are others. */
export type Members = Pick<FileShape, 'members' | 'hasOthers'>

/** The object that a line holds; `undefined` where it holds something else. */
export function objectOf(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * Gives the cells of lines: strings as they are, all else as JSON; none where a line is no object. Where
 * there are other members, they are one JSON object in a last cell.
 *
 * @param onObject  Told of every object, before its cells are given.
 */
export function ndjsonReader(
  { members, hasOthers }: Members,
  onObject: (object: JsonObject) => void = () => {},
): (line: string) => Row {
  const known = new Set(members)
  return (line) => {
    const object = objectOf(line)
    if (object === undefined) return []
    onObject(object)
    const cells = members.map((name) => cellOf(Object.hasOwn(object, name) ? object[name] : ''))
    return hasOthers ? [...cells, othersOf(object, known)] : cells
  }
}

function cellOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function othersOf(object: JsonObject, known: ReadonlySet<string>): string {
  const others = Object.entries(object).filter(([name]) => !known.has(name))
  return others.length === 0 ? '' : JSON.stringify(Object.fromEntries(others))
}

/** Gathers the names of members in the order in which they are first seen, after those known before. */
export function gatherMembers(known: readonly string[] = []) {
  const members = new Set(known)
  let hasOthers = false
  return {
    note(object: JsonObject): void {
      for (const name of Object.keys(object)) {
        if (members.has(name)) continue
        if (members.size < MOST_COLUMNS) members.add(name)
        else hasOthers = true
      }
    },
    gathered: (): Members => ({ members: [...members], hasOthers }),
  }
}
