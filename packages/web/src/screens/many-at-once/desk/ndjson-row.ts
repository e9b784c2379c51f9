import type { Row } from './file-shape.ts'

/** A JSON object. */
export type Members = Readonly<Record<string, unknown>>

/** The object that a line holds; `undefined` where it holds something else. */
export function objectOf(line: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The cells of a line: strings as they are, all else as JSON; none where it is no object. */
export function ndjsonRow(line: string, members: readonly string[]): Row {
  const object = objectOf(line)
  if (object === undefined) return []
  return members.map((member) => cellOf(Object.hasOwn(object, member) ? object[member] : ''))
}

function cellOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
