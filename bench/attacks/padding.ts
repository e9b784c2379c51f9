import type { Random } from '../../packages/classifier/src/random.ts'
import { type Attack, pick } from './attack.ts'

type Apply = Attack['apply']

/** Puts `count` of the words that speak for ham behind a text; a word may come twice. */
export function appendHamWords(count: number): Apply {
  return (text, random, { hamWords }) => [text, ...drawn(hamWords, count, random)].join(' ')
}

/** Puts `count` whole honest messages behind a text. */
export function appendHamTexts(count: number): Apply {
  return (text, random, { hamTexts }) => [text, ...drawn(hamTexts, count, random)].join(' ')
}

/** Puts `count` whole honest messages before a text. */
export function prependHamTexts(count: number): Apply {
  return (text, random, { hamTexts }) => [...drawn(hamTexts, count, random), text].join(' ')
}

/** So many of some items, with repetition; none of none. */
function drawn(items: readonly string[], count: number, random: Random): string[] {
  return Array.from({ length: items.length === 0 ? 0 : count }, () => pick(items, random))
}
