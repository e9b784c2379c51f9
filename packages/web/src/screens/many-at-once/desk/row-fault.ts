/** Why a row cannot be recorded, as a server names what is wrong with a text (docs/problems.md). */
export interface RowFault {
  readonly code: string
  /** The number that was not kept to, where the code is about one. */
  readonly limit?: number | undefined
  /** The server's own words; empty where it was not asked. */
  readonly detail: string
}

const NOT_UNICODE: RowFault = { code: 'not-unicode', detail: '' }

/** What is wrong with a text at every server, whatever its settings. */
export function faultOfText(text: string): RowFault | undefined {
  return text.isWellFormed() && !text.includes('\0') ? undefined : NOT_UNICODE
}

/** Whether a text has more characters (Unicode code points) than a server said that it takes. */
export function isLongerThan(text: string, limit: number): boolean {
  if (text.length <= limit) return false
  if (text.length > 2 * limit) return true
  return Array.from(text).length > limit
}
