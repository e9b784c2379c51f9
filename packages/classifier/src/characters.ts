/*
 * A folded character is one number: its UTF-16 unit in the low 16 bits, its kind above them, and two
 * flags above that.
 */

/** Class bits of a folded unit: exactly one of these four. */
export const LETTER = 1
/** See {@link LETTER}. */
export const DIGIT = 2
/** See {@link LETTER}. */
export const SPACE = 4
/** See {@link LETTER}: punctuation, symbols, emoji. */
export const OTHER = 8
/** Flag beside a class: may stand for a letter inside a word. */
export const DISGUISE = 128
/** Takes the class out of a kind. */
export const CLASS = 15
/** Takes a kind out of what stands above a unit. */
const KIND = 255
/** A letter or a digit. */
export const WORDY: number = LETTER | DIGIT
/** Flag beside a class: was an upper-case letter. */
export const UPPER = 16
/** Flag beside a class: is a currency sign, or the replacement character that often stood for one. */
export const CURRENCY = 32
/** A kind of its own, without a class: drawn as nothing, and removed. */
export const INVISIBLE = 64
/** The kind of a character outside the basic plane that is not a styled letter. */
export const PICTURE: number = OTHER | INVISIBLE

/** The unit of a folded space. */
export const SPACE_UNIT = 32
/** A space, folded. */
export const FOLDED_SPACE: number = SPACE_UNIT | (SPACE << 16)

/** Set beside unit and kind of a space when others followed it in the text. */
export const GAP: number = 1 << 24
/** Set beside unit and kind when the character took two units of the text. */
export const WIDE: number = 1 << 25

/** How many UTF-16 units of the text a folded character took. */
export function unitsOf(character: number): number {
  return (character & WIDE) === 0 ? 1 : 2
}

/** The UTF-16 unit of a folded character. */
export function unitOf(character: number): number {
  return character & 0xffff
}

/** The kind of a folded character: its class, and the flags beside it. */
export function kindOf(character: number): number {
  return (character >>> 16) & KIND
}

/** The class of a folded character. */
export function classOf(character: number): number {
  return (character >>> 16) & CLASS
}

/** Whether a folded character is a space that several stood for. */
export function isGap(character: number): boolean {
  return (character & GAP) !== 0
}

/** Whether a folded character is a letter or a digit. */
export function isWordy(character: number): boolean {
  return (character & (WORDY << 16)) !== 0
}
