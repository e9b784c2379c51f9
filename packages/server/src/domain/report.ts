import type { Label, Source } from '@hamlet/classifier'
import type { DecisionId, ReportId } from './units.ts'

/** What a caller says of a decision, or of a text that was never judged for them. */
export interface Report {
  readonly id: ReportId
  /** What it corrects or confirms; `undefined` where the text was never judged. */
  readonly decisionId: DecisionId | undefined
  /** What the decision said; `undefined` where there is none. */
  readonly decided: Label | undefined
  /** What the caller says. */
  readonly label: Label
  readonly note: string | undefined
  /** The text of a report without a decision, where texts are stored. */
  readonly text: string | undefined
  readonly source: Source | undefined
  readonly site: string | undefined
  readonly createdAt: Date
  /** When it was withdrawn, or another one took its place; `undefined` while it lives. */
  readonly endedAt: Date | undefined
}
