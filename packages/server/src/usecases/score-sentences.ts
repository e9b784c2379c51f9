import { type LogOdds, type Probability, probabilityOf, type Reason } from '@hamlet/classifier'
import type { Decision } from '../domain/decision.ts'
import { type ClassifyDeps, reasonsOf } from './classify-text.ts'

/** A sentence of a text, and how likely the text were spam if all others had nothing to say. */
export interface SentenceScore {
  /** Where it stands in the text, in UTF-16 units; white space around it is left out. */
  readonly start: number
  readonly end: number
  readonly spamProbability: Probability
}

/**
 * How much each sentence of a text that was decided makes it spam, by the version that decided.
 *
 * The log-odds of a sentence are what the text starts from, and what counts for the text as a whole
 * (its shape), and the contributions of the pieces that begin in the sentence. So a text of one
 * sentence has its own log-odds, and those of several sentences, each without what is common, add up.
 *
 * @returns `undefined` when nobody kept that version. Cost: O(n log n) in the length of the text.
 */
export async function scoreSentences(
  deps: Pick<ClassifyDeps, 'models'>,
  decision: Pick<Decision, 'modelVersion' | 'source'>,
  text: string,
): Promise<readonly SentenceScore[] | undefined> {
  const explanation = await reasonsOf(deps, decision, text, Infinity)
  return explanation && scoresOf(text, explanation)
}

interface Explained {
  readonly bias: number
  readonly reasons: readonly Reason[]
}

function scoresOf(text: string, { bias, reasons }: Explained): readonly SentenceScore[] {
  const { sentences, sentenceOf } = cutSentences(text)
  const sums = new Float64Array(sentences.length)
  let common = bias
  for (const { start, contribution } of reasons) {
    if (start === undefined) common += contribution
    else sums[sentenceOf[start] ?? 0] = (sums[sentenceOf[start] ?? 0] ?? 0) + contribution
  }
  return sentences.map((sentence, i) => ({
    ...sentence,
    spamProbability: probabilityOf((common + (sums[i] ?? 0)) as LogOdds),
  }))
}

/** By rules that are the same for every language, since nobody says which one it is. */
const SENTENCES = new Intl.Segmenter('und', { granularity: 'sentence' })

/**
 * The sentences of a text, and for each of its places which sentence it lies in, or follows.
 *
 * Source: Unicode Standard Annex 29, section 5.
 */
function cutSentences(text: string) {
  const sentences: Omit<SentenceScore, 'spamProbability'>[] = []
  const sentenceOf = new Int32Array(text.length)
  for (const { index, segment } of SENTENCES.segment(text)) {
    const start = index + segment.length - segment.trimStart().length
    const end = index + segment.trimEnd().length
    if (start < end) sentences.push({ start, end })
    sentenceOf.fill(Math.max(0, sentences.length - 1), index, index + segment.length)
  }
  return { sentences, sentenceOf }
}
