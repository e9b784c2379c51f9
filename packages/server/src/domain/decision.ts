import type { Label, Probability, Source, Verdict } from '@hamlet/classifier'
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
  /** The text as sent; `undefined` where texts are not stored (`STORE_TEXT=none`). */
  readonly text: string | undefined
}

/** A decision that nobody has paid for yet. */
export type Judgement = Omit<Decision, 'createdAt'>

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
