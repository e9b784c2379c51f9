import type { LogOdds, Metrics, ThresholdTable } from '@hamlet/classifier'

/** What blocking from a threshold on does. A ratio whose divisor is 0 is 0. */
export interface Rates {
  readonly logOdds: LogOdds
  /** Ham texts from the threshold on, and spam texts below it. */
  readonly hamBlocked: number
  readonly spamMissed: number
  readonly fpr: number
  readonly fprBound: number
  readonly recall: number
  readonly missRate: number
  readonly precision: number
}

/** The rates at every threshold of a table, of which `ham` and `spam` texts were scored in all. */
export function ratesAt(
  { logits, ham: blocked, spam: found, fprBounds }: ThresholdTable,
  { ham, spam }: Pick<Metrics, 'ham' | 'spam'>,
): readonly Rates[] {
  return logits.map((logOdds, i) => {
    const [hamBlocked, spamFound] = [blocked[i] ?? 0, found[i] ?? 0]
    const spamMissed = spam - spamFound
    return {
      ...{ logOdds, hamBlocked, spamMissed },
      fpr: ratio(hamBlocked, ham),
      fprBound: fprBounds[i] ?? 1,
      recall: ratio(spamFound, spam),
      missRate: ratio(spamMissed, spam),
      precision: ratio(spamFound, spamFound + hamBlocked),
    }
  })
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
