const DISGUISES = '01!|34@5$7+8962('
const LETTERS = 'oiiieaassttbggzc'

/** The letter that each ASCII digit or symbol stands for inside a word, by code; 0 where there is none. */
const MEANT: Uint8Array = lettersByDisguise()

function lettersByDisguise(): Uint8Array {
  const table = new Uint8Array(128)
  for (let i = 0; i < DISGUISES.length; i++) {
    table[DISGUISES.charCodeAt(i)] = LETTERS.charCodeAt(i)
  }
  return table
}

/** The letter that a folded unit may stand for inside a word, or 0. */
export function letterBehind(unit: number): number {
  return unit < 128 ? (MEANT[unit] ?? 0) : 0
}
