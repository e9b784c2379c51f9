import type { Label } from '@hamlet/classifier'
import type { FastifyReply } from 'fastify'
import type { Judgement } from '../../domain/decision.ts'

/** What is said for one label. */
export interface Prediction {
  readonly label: Label
  readonly score: number
}

/** What scores are: probabilities, or what the logistic function makes them of. */
export type Scores = 'probabilities' | 'log-odds'

/** Texts that one request may hold. */
export const MOST_TEXTS = 1000

/**
 * Both labels, the likelier one first. The score of `spam` is the decision's probability to the bit,
 * or its log-odds; that of `ham` is what is left to 1, or their negative.
 */
export function predictionsOf({ spamProbability }: Judgement, scores: Scores): Prediction[] {
  const isOdds = scores === 'log-odds'
  const logOdds = logOddsOf(spamProbability)
  const spam: Prediction = { label: 'spam', score: isOdds ? logOdds : spamProbability }
  const ham: Prediction = { label: 'ham', score: isOdds ? 0 - logOdds : 1 - spamProbability }
  return spamProbability >= 0.5 ? [spam, ham] : [ham, spam]
}

/** Says in a header which decision an answer is, since the form has no place for it; of several, nothing. */
export function sayDecisionId(
  reply: FastifyReply,
  [decision, ...more]: readonly Judgement[],
): void {
  if (decision !== undefined && more.length === 0) reply.header('x-decision-id', decision.id)
}

/** Those of the probability nearest to 1 that is below it. JSON knows no infinity. */
const MOST_LOG_ODDS = 53 * Math.LN2

/**
 * ln(p / (1 - p)), the inverse of the logistic function, within what a number near 1 can tell. A
 * decision is stored with its probability, and an answer that is repeated must be the same.
 */
function logOddsOf(p: number): number {
  const exact = Math.log(p) - Math.log1p(-p)
  return Math.max(-MOST_LOG_ODDS, Math.min(MOST_LOG_ODDS, exact))
}
