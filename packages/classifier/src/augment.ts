import type { WeightedExample } from './matrix.ts'
import { openRandom, type Random } from './random.ts'
import type { Example } from './units.ts'

/*
 * A learner that has only seen honest spelling is blind to spaced letters, and one that has only
 * seen whole messages takes a spam for ham when enough honest words follow it. So each text is
 * learned from once more, altered as a spammer might: ham as well as spam, since were only spam
 * altered, the alteration would become the proof.
 *
 * What folding and the skeleton undo by themselves (look-alikes, hidden characters, digits for
 * letters, capitals) is not among the alterations: copies that use it teach nothing new, but that
 * honest texts are full of it.
 */

/** What an altered copy counts for; a power of two, so that counts of them are exact. */
const COPY_WEIGHT = 1 / 16
/** The share of copies that are followed by ham words; the others get one of {@link ALTERATIONS}. */
const FOLLOWED_SHARE = 0.35
const HAM_WORDS = 300
const HAM_WORDS_AT_LEAST = 5
const HAM_WORDS_AT_MOST = 35

/**
 * Alters a copy of each example.
 *
 * @returns One copy per example, in their order; the same for the same seed.
 *
 * Cost: O(n) in the length of all texts.
 */
export function alteredCopies(examples: readonly Example[], seed: number): WeightedExample[] {
  const random = openRandom(seed)
  const follow = followedBy(wordsOfHam(examples))
  return examples.map((example) => {
    const alter = random() < FOLLOWED_SHARE ? follow : pick(ALTERATIONS, random)
    return { ...example, text: alter(example.text, random), weight: COPY_WEIGHT }
  })
}

type Alteration = (text: string, random: Random) => string

/** Of the words that an alteration of words could alter, so many are. */
const ALTERED_SHARE = 0.5

const ALTERATIONS: readonly Alteration[] = [
  altered(/^\p{L}{3,}[.,!?]*$/u, spaced),
  (text) => text.trim().split(/\s+/u).map(spaced).join('  '),
  altered(/^\p{L}{3,}$/u, dotted),
  altered(/^\p{L}{4,}/u, misspelt),
  altered(/^\p{L}{5,}$/u, cut),
]

/** Alters half of the words of a text that match. */
function altered(pattern: RegExp, alter: Alteration): Alteration {
  return (text, random) =>
    text.replace(/\S+/gu, (word) => {
      return pattern.test(word) && random() < ALTERED_SHARE ? alter(word, random) : word
    })
}

/** `f r e e` */
function spaced(word: string): string {
  return [...word].join(' ')
}

/** `f.r.e.e` */
function dotted(word: string, random: Random): string {
  return [...word].join(pick(['.', '-', '_', '*'], random))
}

/** One letter left out, doubled, replaced, or exchanged with the next; not the first. */
function misspelt(word: string, random: Random): string {
  const letters = [...word]
  const at = 1 + Math.floor(random() * (letters.length - 2))
  const [letter = '', next = ''] = letters.slice(at, at + 2)
  const slips = ['', letter + letter, pick(letters, random)]
  const slip = Math.floor(random() * (slips.length + 1))
  if (slip === slips.length) letters.splice(at, 2, next, letter)
  else letters.splice(at, 1, slips[slip] ?? '')
  return letters.join('')
}

/** `fr ee` */
function cut(word: string): string {
  const letters = [...word]
  const middle = letters.length >> 1
  return `${letters.slice(0, middle).join('')} ${letters.slice(middle).join('')}`
}

/** Puts some of these words behind a text. */
function followedBy(words: readonly string[]): Alteration {
  const span = HAM_WORDS_AT_MOST - HAM_WORDS_AT_LEAST + 1
  return (text, random) => {
    const count = words.length === 0 ? 0 : HAM_WORDS_AT_LEAST + Math.floor(random() * span)
    return [text, ...Array.from({ length: count }, () => pick(words, random))].join(' ')
  }
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new RangeError('there is nothing to pick from')
  return item
}

/** The words that speak most for ham, by the log-odds of being in a text of each label. */
function wordsOfHam(examples: readonly Example[]): string[] {
  const counts = new Map<string, { ham: number; spam: number }>()
  const texts = { ham: 0, spam: 0 }
  for (const { text, label } of examples) {
    texts[label]++
    for (const word of new Set(text.toLowerCase().match(/[\p{L}']+/gu))) {
      const count = counts.get(word) ?? { ham: 0, spam: 0 }
      count[label]++
      counts.set(word, count)
    }
  }
  const ratio = ({ ham, spam }: { ham: number; spam: number }): number =>
    ((ham + 0.5) * (texts.spam + 1)) / ((spam + 0.5) * (texts.ham + 1))
  return [...counts]
    .filter(([, { ham }]) => ham > 0)
    .sort(([, a], [, b]) => ratio(b) - ratio(a))
    .slice(0, HAM_WORDS)
    .map(([word]) => word)
}
