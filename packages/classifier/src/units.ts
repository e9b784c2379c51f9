import { expOfNegative } from './exp.ts'

/** What a text is: wanted (`ham`) or not (`spam`). */
export type Label = 'ham' | 'spam'

/** The channel a text came through, when the caller knows it. The order is frozen by the model file. */
export const SOURCES = ['sms', 'comment', 'email', 'form', 'chat'] as const

/** One of {@link SOURCES}. */
export type Source = (typeof SOURCES)[number]

/** What to do with a text: a band of its spam probability. */
export type Verdict = 'ham' | 'review' | 'spam' | 'discard'

declare const unit: unique symbol

/** A number in [0, 1]. */
export type Probability = number & { readonly [unit]: 'probability' }

/** A number on the scale ln(p / (1 - p)); additive, 0 is undecided, positive speaks for spam. */
export type LogOdds = number & { readonly [unit]: 'log-odds' }

/** One labelled text to learn from or to be measured on. */
export interface Example {
  readonly text: string
  readonly label: Label
  readonly source?: Source
  /** The collection it comes from, such as a file; only the training report tells them apart. */
  readonly corpus?: string
}

/**
 * What learns: a support vector machine and Bernoulli naive Bayes together (`hybrid`), or multinomial
 * naive Bayes alone, a plain baseline (`naive-bayes`). The scores of both are calibrated.
 */
export type Learner = 'hybrid' | 'naive-bayes'

/** The logistic function, written so that neither tail overflows; the same in every engine. */
export function probabilityOf(score: LogOdds): Probability {
  const tail = expOfNegative(-Math.abs(score))
  return (score >= 0 ? 1 / (1 + tail) : tail / (1 + tail)) as Probability
}
