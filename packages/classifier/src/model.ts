import type { TrainingReport } from './report.ts'
import type { Tables } from './tables.ts'

/** A trained classifier as plain data: what it judges by, and how it came about. */
export interface Model extends Tables {
  /** First 12 hexadecimal digits of the SHA-256 of the model's file. */
  readonly version: string
  readonly report: TrainingReport
}
