/** The digits and symbols that each letter is written as. Keys are lower case. */
export const DIGITS_FOR_LETTERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['a', ['4', '@']],
  ['e', ['3']],
  ['i', ['1', '!']],
  ['o', ['0']],
  ['s', ['5', '$']],
  ['t', ['7', '+']],
  ['l', ['1', '|']],
  ['b', ['8']],
  ['g', ['9']],
])

/** Cyrillic, Greek and other letters by the letter of the English alphabet that they look like. */
const OTHER_SCRIPTS: ReadonlyMap<string, string> = new Map([
  ['a', '\u0430\u0251'],
  ['e', '\u0435'],
  ['o', '\u043e\u03bf'],
  ['p', '\u0440\u03c1'],
  ['c', '\u0441\u03f2'],
  ['x', '\u0445'],
  ['y', '\u0443'],
  ['i', '\u0456\u03b9'],
  ['s', '\u0455'],
  ['h', '\u04bb'],
  ['n', '\u0578'],
  ['u', '\u03c5\u057d'],
  ['k', '\u03ba'],
  ['t', '\u0442'],
  ['m', '\u043c'],
  ['A', '\u0410\u0391'],
  ['E', '\u0415\u0395'],
  ['O', '\u041e\u039f'],
  ['P', '\u0420\u03a1'],
  ['C', '\u0421'],
  ['T', '\u0422\u03a4'],
  ['H', '\u041d\u0397'],
  ['B', '\u0412\u0392'],
  ['M', '\u041c\u039c'],
  ['K', '\u041a\u039a'],
  ['X', '\u0425\u03a7'],
  ['I', '\u0406\u0399'],
  ['S', '\u0405'],
  ['N', '\u039d'],
  ['Y', '\u03a5\u04ae'],
  ['d', '\u0501'],
  ['w', '\u051d'],
  ['l', '\u04cf'],
  ['v', '\u03bd'],
  ['g', '\u0261'],
  ['b', '\u042c'],
  ['j', '\u0458'],
  ['q', '\u051b'],
  ['J', '\u0408'],
  ['Z', '\u0396'],
])

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
/** How far a full-width letter stands behind the plain one in Unicode. */
const TO_FULL_WIDTH = 0xfee0

/**
 * What each letter of the English alphabet, in either case, may be replaced by: letters of other
 * scripts, where there are any, and always its full-width form.
 *
 * Source: Unicode Technical Standard 39, confusables; the ones that pass in a common typeface.
 */
export const LOOKALIKES: ReadonlyMap<string, readonly string[]> = new Map(
  [...ALPHABET].map((letter) => [
    letter,
    [...(OTHER_SCRIPTS.get(letter) ?? ''), fullWidth(letter)],
  ]),
)

function fullWidth(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + TO_FULL_WIDTH)
}
