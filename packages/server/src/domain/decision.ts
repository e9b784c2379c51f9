import type { Label, Probability, Source, Verdict } from '@hamlet/classifier'
import { DomainError } from './errors.ts'
import { isUnicode, notUnicode } from './unicode.ts'
import type { DecisionId, ModelVersion } from './units.ts'

/** One text judged once for one caller. */
export interface Decision {
  readonly id: DecisionId
  readonly label: Label
  readonly verdict: Verdict
  readonly spamProbability: Probability
  readonly modelVersion: ModelVersion
  readonly source: Source | undefined
  readonly createdAt: Date
  /** The site that the text was sent to, where a client of a dialect named one. */
  readonly site: string | undefined
  /** The text as sent; `undefined` where texts are not stored (`STORE_TEXT=none`). */
  readonly text: string | undefined
}

/** A decision that nobody has paid for yet. */
export type Judgement = Omit<Decision, 'createdAt'>

/**
 * Refuses what cannot be judged, or not be stored, which would have the batches of others fail.
 *
 * @param pointer  Where the text stands in the request, as a JSON Pointer after `#`.
 * @throws {DomainError} `invalid-request` (not Unicode), `text-empty`, `text-too-long`.
 */
export function checkText(text: string, pointer: string, limit: number): void {
  if (!isUnicode(text)) throw new DomainError('invalid-request', { faults: [notUnicode(pointer)] })
  if (isBlank(text)) throw new DomainError('text-empty', { pointer })
  if (isLongerThan(text, limit)) throw new DomainError('text-too-long', { pointer, limit })
}

/** UTF-16 units of a site that is stored: an entry of its index has 2,704 bytes at most. */
export const MOST_SITE_UNITS = 255

/**
 * Holds a dialect to sites that can be stored: one that cannot would have the batches of others fail.
 *
 * @throws {RangeError} when it is empty, too long, or not Unicode.
 */
export function checkSite(site: string | undefined): void {
  if (site === undefined) return
  if (site === '' || site.length > MOST_SITE_UNITS || !isUnicode(site)) {
    throw new RangeError('a site is 1 to 255 units of Unicode')
  }
}

/** Whether there is nothing to judge: no character, or white space only. */
export function isBlank(text: string): boolean {
  return text.trim() === ''
}

/** Whether a text has more than `limit` characters (Unicode code points). Cost: O(limit) at most. */
export function isLongerThan(text: string, limit: number): boolean {
  if (text.length <= limit) return false
  if (text.length > 2 * limit) return true
  let count = 0
  for (const _ of text) if (++count > limit) return true
  return false
}
