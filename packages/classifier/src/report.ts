import { type Metrics, measure } from './metrics.ts'
import type { BayesScope } from './naive-bayes.ts'
import type { ThresholdPromise } from './promise.ts'
import type { Learner } from './units.ts'

/** What is promised of the bands that block. */
export interface BandPromises {
  readonly spam: ThresholdPromise
  readonly discard: ThresholdPromise
}

/** How a model came about; kept in its file. */
export interface TrainingReport {
  /** Examples learned from, exact duplicates counted once. */
  readonly examples: number
  readonly ham: number
  readonly spam: number
  /** Exact duplicates that were left out. */
  readonly duplicates: number
  /**
   * Groups of near duplicates of which none was in two parts, a text without one being a group;
   * absent when they were not kept whole.
   */
  readonly groups?: number
  /** SHA-256 of the examples learned from, in order. */
  readonly fingerprint: string
  readonly options: ReportedOptions
  /** Measured on scores that each text got from learners that had not seen it. */
  readonly outOfFold: Metrics
  /** The same with the source of each text told; absent when the sources do not differ. */
  readonly outOfFoldSourced?: Metrics
  /** What is promised of the bands of the plain view; absent from models made before there were any. */
  readonly promises?: BandPromises
  /** The same of the sourced view; absent without one. */
  readonly promisesSourced?: BandPromises
}

/** The options of the training, as they were used. */
export interface ReportedOptions {
  /** Absent from models made before there was a choice: `hybrid`. */
  readonly learner?: Learner
  readonly bits: number
  readonly gramSizes: readonly number[]
  readonly pairs: boolean
  readonly cost: number
  readonly alpha: number
  readonly bayesScope: BayesScope
  readonly folds: number
  readonly seed: number
  /** Whether altered copies were learned from; absent from models made before there were any. */
  readonly augment?: boolean
}

const SAMPLE: TrainingReport = {
  examples: 0,
  ham: 0,
  spam: 0,
  duplicates: 0,
  fingerprint: '',
  options: {
    bits: 0,
    gramSizes: [],
    pairs: true,
    cost: 0,
    alpha: 0,
    bayesScope: 'all',
    folds: 0,
    seed: 0,
  },
  outOfFold: measure([]),
}

/** Whether a parsed value has every field of a report, each of its type. More fields are allowed. */
export function isReport(value: unknown): value is TrainingReport {
  return resembles(value, SAMPLE)
}

function resembles(value: unknown, sample: unknown): boolean {
  if (Array.isArray(sample)) return Array.isArray(value)
  if (typeof sample !== 'object' || sample === null) return typeof value === typeof sample
  if (typeof value !== 'object' || value === null) return false
  const fields = new Map<string, unknown>(Object.entries(value))
  return Object.entries(sample).every(([name, part]) => resembles(fields.get(name), part))
}
