import type { Judgement } from '../../domain/decision.ts'
import type { AttributeParameters, AttributeScores } from './perspective-messages.ts'
import { refusalOf } from './perspective-refusals.ts'

/** The one attribute that is scored here. */
const SPAM = 'SPAM'

/** A stretch of a text with a score of its own. */
export interface Span {
  /** In UTF-16 units, as the original counts; the end is not of it. */
  readonly start: number
  readonly end: number
  readonly spamProbability: number
}

type ByAttribute<Member> = Readonly<Record<string, Member>>

/** @throws {DomainError} `invalid-request` unless SPAM, and nothing else, is to be scored. */
export function parametersOf(asked: ByAttribute<AttributeParameters>): AttributeParameters {
  const parameters = onlySpam(asked, 'requestedAttributes')
  checkScoreType(parameters.scoreType, `#/requestedAttributes/${SPAM}/scoreType`)
  return parameters
}

/** @throws {DomainError} `invalid-request` unless it is a probability of SPAM, and of nothing else. */
export function suggestedScoreOf(scores: ByAttribute<AttributeScores>): number {
  const { summaryScore } = onlySpam(scores, 'attributeScores')
  const pointer = `#/attributeScores/${SPAM}/summaryScore`
  if (summaryScore === undefined) throw refusalOf(pointer, 'missing', 'is missing')
  checkScoreType(summaryScore.type, `${pointer}/type`)
  return summaryScore.value
}

function onlySpam<Member>(attributes: ByAttribute<Member>, member: string): Member {
  const { [SPAM]: spam, ...others } = attributes
  const [other] = Object.keys(others)
  if (spam !== undefined && other === undefined) return spam
  const detail = `Unknown requested attribute: ${other}; this server scores ${SPAM} and nothing else`
  throw refusalOf(`#/${member}`, 'not-one-of', detail)
}

function checkScoreType(type: string | undefined, pointer: string): void {
  if (type === undefined || type === 'PROBABILITY' || type === 'SCORE_TYPE_UNSPECIFIED') return
  const detail = `Requested score type ${type} is not supported by attribute ${SPAM}`
  throw refusalOf(pointer, 'not-one-of', `${detail}; PROBABILITY is`)
}

/** Scores from a threshold on; without any there is no `attributeScores`, as with the original. */
export function scoresFrom(threshold: number, decision: Judgement, spans: readonly Span[]) {
  const spanScores = spans
    .filter(({ spamProbability }) => spamProbability >= threshold)
    .map(({ start, end, spamProbability }) => ({
      ...{ begin: start, end },
      score: scoreOf(spamProbability),
    }))
  const { spamProbability } = decision
  const scores = {
    ...(spanScores.length > 0 && { spanScores }),
    ...(spamProbability >= threshold && { summaryScore: scoreOf(spamProbability) }),
  }
  return Object.keys(scores).length > 0 ? { attributeScores: { [SPAM]: scores } } : {}
}

function scoreOf(value: number) {
  return { value, type: 'PROBABILITY' }
}
