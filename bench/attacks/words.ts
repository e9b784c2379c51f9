import type { Random } from '../../packages/classifier/src/random.ts'
import { pick } from './attack.ts'

/** Of the words that an attack on words could alter, so many are. */
const ALTERED_SHARE = 0.5
/** The share of gaps between words that get an emoji. */
const EMOJI_SHARE = 0.4
const EMOJI: readonly string[] = [...'😀🔥💰🎉👍😂✨🚀💯🙏⭐', '❤️']
const SEPARATORS: readonly string[] = ['.', '-', '_', '*']

/** `f r e e`: half of the words of three letters or more, with a gap behind every letter. */
export function spacedWords(text: string, random: Random): string {
  return alterHalf(text, /^\p{L}{3,}[.,!?]*$/u, random, spaced)
}

/** `f r e e  p r i z e`: every character apart, words parted by two spaces. */
export function spacedThroughout(text: string): string {
  return text.trim().split(/\s+/u).map(spaced).join('  ')
}

/** `f.r-e_e`: half of the words of three letters or more, with symbols between the letters. */
export function dottedWords(text: string, random: Random): string {
  return alterHalf(text, /^\p{L}{3,}$/u, random, (word) =>
    [...word].reduce((dotted, letter) => dotted + pick(SEPARATORS, random) + letter),
  )
}

/** `fere pirze`: half of the words of four letters or more, with one slip each. */
export function misspeltWords(text: string, random: Random): string {
  return alterHalf(text, /^\p{L}{4,}/u, random, (word) => {
    const [letters = ''] = word.match(/^\p{L}+/u) ?? []
    return misspelt([...letters], random) + word.slice(letters.length)
  })
}

/** `pri ze`: half of the words of five letters or more, cut in the middle. */
export function cutWords(text: string, random: Random): string {
  return alterHalf(text, /^\p{L}{5,}$/u, random, (word) => {
    const letters = [...word]
    const middle = letters.length >> 1
    return `${letters.slice(0, middle).join('')} ${letters.slice(middle).join('')}`
  })
}

/** An emoji in four of ten gaps between words. */
export function emojiBetween(text: string, random: Random): string {
  return text.replace(/\s+/gu, (gap) => (random() < EMOJI_SHARE ? ` ${pick(EMOJI, random)} ` : gap))
}

function alterHalf(
  text: string,
  pattern: RegExp,
  random: Random,
  alter: (word: string) => string,
): string {
  return text.replace(/\S+/gu, (word) =>
    pattern.test(word) && random() < ALTERED_SHARE ? alter(word) : word,
  )
}

function spaced(word: string): string {
  return [...word].join(' ')
}

/** Leaves out, doubles or replaces one of the inner letters, or exchanges it with the next. */
function misspelt(letters: readonly string[], random: Random): string {
  const at = 1 + Math.floor(random() * (letters.length - 2))
  const [letter = '', next = ''] = letters.slice(at, at + 2)
  const another = String.fromCharCode(97 + Math.floor(random() * 26))
  const slips = [next, next + letter, letter + letter + next, another + next]
  return [...letters.slice(0, at), pick(slips, random), ...letters.slice(at + 2)].join('')
}
