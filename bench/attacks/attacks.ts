import type { Attack } from './attack.ts'
import { caseFlips, hiddenCharacters, homoglyphs, leet } from './letters.ts'
import { appendHamTexts, appendHamWords, prependHamTexts } from './padding.ts'
import {
  cutWords,
  dottedWords,
  emojiBetween,
  misspeltWords,
  spacedThroughout,
  spacedWords,
} from './words.ts'

/** Every attack on spam, the obfuscations first. */
export const ATTACKS: readonly Attack[] = [
  obfuscation('leet, half of the letters', (text, random) => leet(text, 0.5, random)),
  obfuscation('leet, all letters', (text, random) => leet(text, 1, random)),
  obfuscation('homoglyphs, half of the letters', homoglyphs),
  obfuscation('zero-width characters', hiddenCharacters),
  obfuscation('f r e e, half of the words', spacedWords),
  obfuscation('f r e e, every letter', spacedThroughout),
  obfuscation('f.r-e_e, half of the words', dottedWords),
  obfuscation('misspelling, half of the words', misspeltWords),
  obfuscation('case flips', caseFlips),
  obfuscation('lower case', (text) => text.toLowerCase()),
  obfuscation('emoji between words', emojiBetween),
  obfuscation('words cut in two', cutWords),
  obfuscation('zero-width + leet + emoji', (text, random) =>
    emojiBetween(leet(hiddenCharacters(text, random), 0.5, random), random),
  ),
  padding('10 ham words appended', appendHamWords(10)),
  padding('20 ham words appended', appendHamWords(20)),
  padding('50 ham words appended', appendHamWords(50)),
  padding('1 ham message appended', appendHamTexts(1)),
  padding('3 ham messages appended', appendHamTexts(3)),
  padding('3 ham messages before', prependHamTexts(3)),
]

/** What honest texts have, too, by slips or style or length: they are to stay ham. */
export const HAM_ATTACKS: readonly Attack[] = [
  'misspelling, half of the words',
  'case flips',
  'emoji between words',
  '20 ham words appended',
  '50 ham words appended',
  '3 ham messages appended',
].map(attackNamed)

/**
 * The attack of a name.
 *
 * @throws {RangeError} There is none.
 */
export function attackNamed(wanted: string): Attack {
  const attack = ATTACKS.find(({ name }) => name === wanted)
  if (attack === undefined) throw new RangeError(`there is no attack "${wanted}"`)
  return attack
}

function obfuscation(name: string, apply: Attack['apply']): Attack {
  return { name, kind: 'obfuscation', apply }
}

function padding(name: string, apply: Attack['apply']): Attack {
  return { name, kind: 'padding', apply }
}
