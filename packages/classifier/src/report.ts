import { type Evaluation, evaluate } from './evaluation.ts'
import type { HeaviestPieces } from './heaviest-pieces.ts'
import { type Metrics, measure } from './metrics.ts'
import type { BayesScope } from './naive-bayes.ts'
import type { ThresholdPromise } from './promise.ts'
import type { Learner, LogOdds } from './units.ts'

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
  /** At many thresholds, on the scores of `outOfFold`; this and what follows is absent from older models. */
  readonly evaluation?: Evaluation
  /** The same on those of `outOfFoldSourced`. */
  readonly evaluationSourced?: Evaluation
  /** Of each source that texts name. */
  readonly sources?: readonly ReportPart[]
  /** Of each corpus that texts name. */
  readonly corpora?: readonly ReportPart[]
  /** Which pieces of the texts weigh most; absent where it was not wanted. */
  readonly pieces?: HeaviestPieces
}

/** Some of the texts, and how they were judged by learners that had not seen them. */
export interface ReportPart {
  readonly name: string
  /** As of all examples, of these alone. */
  readonly fingerprint: string
  readonly outOfFold: Metrics
  readonly outOfFoldSourced?: Metrics
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

/**
 * Whether a parsed value has every field of a report, each of its type, and those that may be absent
 * of their type where they are there. More fields are allowed.
 */
export function isReport(value: unknown): value is TrainingReport {
  const sample = sampleReport()
  if (!resembles(value, sample)) return false
  const fields = new Map<string, unknown>(Object.entries(value as object))
  return Object.entries(sampleOptional(sample)).every(([name, part]) => {
    return !fields.has(name) || resembles(fields.get(name), part)
  })
}

/** A report of no texts, with the fields that must be there. */
function sampleReport(): TrainingReport {
  return {
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
}

/** Fields that need not be there. */
function sampleOptional({ outOfFold }: TrainingReport): Partial<TrainingReport> {
  const promise = { isKept: true, maxFpr: 0, confidence: 0, ham: 0 } as ThresholdPromise
  const promises: BandPromises = { spam: promise, discard: promise }
  const zero = 0 as LogOdds
  const evaluation = evaluate([], { review: zero, spam: zero, discard: zero })
  const part: ReportPart = { name: '', fingerprint: '', outOfFold }
  const piece = { piece: '', contribution: zero, ham: 0, spam: 0 }
  return {
    outOfFoldSourced: outOfFold,
    promises,
    promisesSourced: promises,
    evaluation,
    evaluationSourced: evaluation,
    sources: [part],
    corpora: [part],
    pieces: { towardsSpam: [piece], towardsHam: [piece] },
  }
}

/** All entries of a list are like the first one of the sample, if it has one. */
function resembles(value: unknown, sample: unknown): boolean {
  if (Array.isArray(sample)) {
    const isLike = (entry: unknown) => sample.length === 0 || resembles(entry, sample[0])
    return Array.isArray(value) && value.every(isLike)
  }
  if (typeof sample !== 'object' || sample === null) return typeof value === typeof sample
  if (typeof value !== 'object' || value === null) return false
  const fields = new Map<string, unknown>(Object.entries(value))
  return Object.entries(sample).every(([name, part]) => resembles(fields.get(name), part))
}
