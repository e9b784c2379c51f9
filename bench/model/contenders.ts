import type { Classifier, Source } from '@hamlet/classifier'
import { readUnits } from './texts.ts'
import type { Contender } from './turns.ts'

/** Reads every character of the texts and does nothing else: what no classifier can be faster than. */
export function readerOf(texts: readonly string[]): Contender {
  return { run: () => readUnits(texts) }
}

/** Judges the texts one by one, as the server does. */
export function judgeOf(
  { classify }: Classifier,
  texts: readonly string[],
  source?: Source,
): Contender {
  return {
    run: () => {
      let spam = 0
      for (const text of texts) if (classify(text, source).label === 'spam') spam++
      return spam
    },
  }
}

/** Explains the texts one by one, with at most `count` reasons each; default all. */
export function explainerOf(
  { explain }: Classifier,
  texts: readonly string[],
  count?: number,
): Contender {
  return {
    run: () => {
      let reasons = 0
      for (const text of texts) reasons += explain(text, undefined, count).reasons.length
      return reasons
    },
  }
}
