import type { Label, Probability, Source, Verdict } from '@hamlet/classifier'
import { DomainError, type TextFault } from './errors.ts'
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
 * Refuses texts some of which cannot be judged, or not be stored, which would have the batches of others
 * fail: by what is wrong with the first, and names all.
 *
 * @param pointerOf  Where each text stands in the request, as a JSON Pointer after `#`.
 * @param limit  Characters (Unicode code points) that a text may have.
 * @throws {DomainError} `invalid-request` (not Unicode), `text-empty`, `text-too-long`.
 */
export function checkTexts(
  texts: readonly string[],
  pointerOf: (index: number) => string,
  limit: number,
): void {
  const broken = [...texts.keys()].filter((i) => !isUnicode(texts[i] ?? ''))
  if (broken.length > 0) {
    throw new DomainError('invalid-request', {
      faults: broken.map((i) => notUnicode(pointerOf(i))),
    })
  }
  const faults: TextFault[] = []
  for (const [i, text] of texts.entries()) {
    const code = faultOf(text, limit)
    if (code !== undefined) faults.push({ pointer: pointerOf(i), code })
  }
  const [first] = faults
  if (first === undefined) return
  const code = first.code === 'empty' ? 'text-empty' : 'text-too-long'
  throw new DomainError(code, { texts: faults, limit })
}

function faultOf(text: string, limit: number): TextFault['code'] | undefined {
  if (isBlank(text)) return 'empty'
  return isLongerThan(text, limit) ? 'too-long' : undefined
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

/** The first `limit` characters (Unicode code points) of a text. Cost: O(limit). */
export function firstCharacters(text: string, limit: number): string {
  if (text.length <= limit) return text
  let end = 0
  for (let count = 0; count < limit && end < text.length; count++) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  }
  return text.slice(0, end)
}
