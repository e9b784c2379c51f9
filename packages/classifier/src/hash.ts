/*
 * The hash of features, defined on folded UTF-16 units. A model file stores weights under these
 * hashes, so they are frozen for good: hash.test.ts and features.test.ts hold the vectors.
 *
 * Each step is `h = imul(h ^ unit, PRIME)`; a final multiplication brings the entropy to the high
 * bits, of which a table of 2^bits slots takes the topmost. The primes are those of xxHash32.
 */

/** Multiplier of one hashing step. */
export const PRIME_UNIT: number = 0x9e3779b1 | 0
/** Multiplier that ends a word's hash. */
export const PRIME_END: number = 0x85ebca6b | 0
/** Multiplier that joins two words, and that starts a new run in a word's shape. */
export const PRIME_JOIN: number = 0xc2b2ae35 | 0

/** Where the hash of a word starts. */
export const SEED_WORD = 0x1234567
/** Where the hash of a run of symbols starts. */
export const SEED_SYMBOLS = 0x2468ace
/** Where the hash of a word's shape (its runs of letters and digits) starts. */
export const SEED_SHAPE = 0x51ed27
/** Where the hash of a character n-gram starts. */
export const SEED_GRAM = 0x0badcafe
/** Where the hash of a number (its length, and whether it is an amount of money) starts. */
export const SEED_NUMBER = 0x7777

/** One step of the hash: takes in one folded unit. */
export function hashUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, PRIME_UNIT)
}

/** The hash of a string of already folded units, as a word. */
export function hashWord(word: string): number {
  let hash = SEED_WORD
  for (let i = 0; i < word.length; i++) hash = hashUnit(hash, word.charCodeAt(i))
  return hash
}

/** The hash of a number of `digits` digits; all numbers of one length are one token. */
export function hashNumber(digits: number, isMoney: boolean): number {
  const hash = hashUnit(SEED_NUMBER, Math.min(digits, 12) + (isMoney ? 64 : 0))
  return Math.imul(hash ^ 0x55, PRIME_END)
}

/** The slot of a word's hash; `shift` is 32 minus the bits of the table. */
export function wordSlot(hash: number, shift: number): number {
  return Math.imul(hash ^ 0x1111, PRIME_END) >>> shift
}

/** The slot of a word's shape. */
export function shapeSlot(hash: number, shift: number): number {
  return Math.imul(hash ^ 0x3333, PRIME_END) >>> shift
}

/** The slot of two neighbouring words, by their hashes. */
export function pairSlot(previous: number, hash: number, shift: number): number {
  return Math.imul(Math.imul(previous, PRIME_JOIN) ^ hash, PRIME_END) >>> shift
}

/** The slot of a character n-gram's hash. */
export function gramSlot(hash: number, shift: number): number {
  return (hash ^ (hash >>> 15)) >>> shift
}
