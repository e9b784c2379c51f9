import type { BandPromises, ThresholdPromise } from '@hamlet/classifier'

/** What a band promises, in the words of JSON. `missing` is how much more ham would be needed. */
export interface PromiseRecord {
  readonly max_fpr: number
  readonly confidence: number
  readonly n_ham: number
  readonly kept: boolean
  readonly errors?: number
  readonly fpr_bound?: number
  readonly missing?: number
}

/** The promises of a model's bands in the words of JSON. */
export function promisesRecord({ spam, discard }: BandPromises): Record<string, PromiseRecord> {
  return { spam: promiseRecord(spam), discard: promiseRecord(discard) }
}

/** A promise in the words of JSON. */
export function promiseRecord(promise: ThresholdPromise): PromiseRecord {
  const { maxFpr, confidence, ham, isKept } = promise
  const facts = { max_fpr: maxFpr, confidence, n_ham: ham, kept: isKept }
  if (!promise.isKept) return { ...facts, missing: promise.missing }
  return { ...facts, errors: promise.errors, fpr_bound: promise.bound }
}
