import type { Example } from '@hamlet/classifier'

/** The words of a text: runs of letters with the apostrophes inside them, in lower case, each once. */
function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}+(?:'\p{L}+)*/gu))
}

/**
 * The words that speak most for ham: those with the highest smoothed log-odds of being in a ham text
 * against being in a spam text.
 *
 * @returns At most `count` words that are in some ham, the best first; equals in alphabetical order.
 *
 * Cost: O(n) in the length of all texts, and a sort of their words.
 * Source: Lowd and Meek 2005, "Good Word Attacks on Statistical Spam Filters", section 3: an
 * attacker who knows the training texts.
 */
export function bestHamWords(examples: readonly Example[], count: number): string[] {
  const ham = textsByWord(examples, 'ham')
  const spam = textsByWord(examples, 'spam')
  const hamTexts = examples.filter(({ label }) => label === 'ham').length
  const spamTexts = examples.length - hamTexts
  const logOdds = ([word, texts]: readonly [string, number]): number =>
    Math.log((texts + 1) / (hamTexts + 2)) - Math.log(((spam.get(word) ?? 0) + 1) / (spamTexts + 2))
  return [...ham]
    .map((entry) => ({ word: entry[0], score: logOdds(entry) }))
    .sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1))
    .slice(0, count)
    .map(({ word }) => word)
}

/** In how many texts of a label each word is. */
function textsByWord(examples: readonly Example[], wanted: Example['label']): Map<string, number> {
  const texts = new Map<string, number>()
  for (const { text, label } of examples) {
    if (label !== wanted) continue
    for (const word of wordsOf(text)) texts.set(word, (texts.get(word) ?? 0) + 1)
  }
  return texts
}
