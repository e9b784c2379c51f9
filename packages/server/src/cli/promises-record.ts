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
  return { spam: recordOf(spam), discard: recordOf(discard) }
}

function recordOf(promise: ThresholdPromise): PromiseRecord {
  const { maxFpr, confidence, ham, isKept } = promise
  const facts = { max_fpr: maxFpr, confidence, n_ham: ham, kept: isKept }
  if (!promise.isKept) return { ...facts, missing: promise.missing }
  return { ...facts, errors: promise.errors, fpr_bound: promise.bound }
}

/** The promises of a model's bands for a person, a line each. */
export function promisesText({ spam, discard }: BandPromises): string {
  return `${lineOf('spam', spam)}\n${lineOf('discard', discard)}\n`
}

function lineOf(verdict: string, promise: ThresholdPromise): string {
  const { maxFpr, confidence, ham } = promise
  const terms = `verdict ${verdict}: at most ${percent(maxFpr)} of ham, ${percent(confidence)} confidence`
  if (!promise.isKept) return `${terms}: no promise, ${promise.missing} more ham texts are needed`
  return `${terms}: promised (${promise.errors} of ${ham} ham texts above the threshold)`
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(6))} %`
}
