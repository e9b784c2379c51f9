import { type Classifier, SOURCES, type Source } from '@hamlet/classifier'

/** What the classifier says of one text, by its names on the wire. */
export interface JudgementRecord {
  readonly label: string
  readonly spam_probability: number
  readonly verdict: string
  /** What `bias` and the contributions add up to is the log-odds. Only when reasons are wanted. */
  readonly bias?: number
  readonly reasons?: readonly ReasonRecord[]
}

/** One reason, by its names on the wire. */
export interface ReasonRecord {
  readonly piece: string
  readonly contribution: number
  readonly start?: number
  readonly end?: number
}

/** Judges one text of a stream. */
export type Judge = (text: string, source?: Source) => JudgementRecord

/** A judge that gives at most `reasons` reasons, and none and no bias when that is 0. */
export function judgeWith({ classify, explain }: Classifier, reasons: number): Judge {
  return (text, source) => {
    const { label, spamProbability, verdict } = classify(text, source)
    const judgement = { label, spam_probability: spamProbability, verdict }
    if (reasons === 0) return judgement
    const explanation = explain(text, source, reasons)
    return { ...judgement, bias: explanation.bias, reasons: explanation.reasons }
  }
}

/** The source that a field of someone's data names, if it is one that is known here. */
export function sourceIn(value: unknown): Source | undefined {
  return SOURCES.find((source) => source === value)
}

/** Reasons on one line: `free +1.90; now +0.42`. */
export function reasonsLine(reasons: readonly ReasonRecord[]): string {
  return reasons.map(({ piece, contribution }) => `${piece} ${signed(contribution)}`).join('; ')
}

/** A number with its sign and two decimals. */
export function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(2)}`
}
