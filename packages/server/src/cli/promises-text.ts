import type { BandPromises, ThresholdPromise } from '@hamlet/classifier'

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
