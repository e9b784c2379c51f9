import type { operations } from '@hamlet/client'

/** The model that answers, as administrators read it. */
export type Champion = operations['getChampion']['responses'][200]['content']['application/json']

/** How it judges texts, when their source is told or when it is not. */
export type View = Champion['views'][number]

/** What blocking from a threshold on does. */
export type ThresholdRow = View['thresholds'][number]

/** Metrics of some texts, out of fold. */
export type Metrics = NonNullable<View['metrics']>
