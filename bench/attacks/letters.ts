import type { Random } from '../../packages/classifier/src/random.ts'
import { pick } from './attack.ts'
import { DIGITS_FOR_LETTERS, LOOKALIKES } from './disguises.ts'

/** The share of letters that get a hidden character behind them. */
const HIDDEN_SHARE = 0.4
/** Zero-width space, non-joiner, joiner, and word joiner. */
const HIDDEN: readonly string[] = ['\u200b', '\u200c', '\u200d', '\u2060']

/** `fr33 pr1z3`: a share of the letters that a digit or symbol resembles, each as one of those. */
export function leet(text: string, share: number, random: Random): string {
  return replaceLetters(text, (letter) => {
    const disguises = DIGITS_FOR_LETTERS.get(letter.toLowerCase())
    return disguises !== undefined && random() < share ? pick(disguises, random) : letter
  })
}

/** Half of the letters of the English alphabet as letters of other scripts that look like them. */
export function homoglyphs(text: string, random: Random): string {
  return replaceLetters(text, (letter) => {
    const lookalikes = LOOKALIKES.get(letter)
    return lookalikes !== undefined && random() < 0.5 ? pick(lookalikes, random) : letter
  })
}

/** Characters that are drawn as nothing, behind four letters in ten. */
export function hiddenCharacters(text: string, random: Random): string {
  return replaceLetters(text, (letter) =>
    random() < HIDDEN_SHARE ? letter + pick(HIDDEN, random) : letter,
  )
}

/** `fReE pRIze`: every letter in upper or lower case by the toss of a coin. */
export function caseFlips(text: string, random: Random): string {
  return replaceLetters(text, (letter) =>
    random() < 0.5 ? letter.toUpperCase() : letter.toLowerCase(),
  )
}

function replaceLetters(text: string, replace: (letter: string) => string): string {
  return text.replace(/\p{L}/gu, replace)
}
