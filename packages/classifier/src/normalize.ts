import {
  CLASS,
  classOf,
  FOLDED_SPACE,
  GAP,
  INVISIBLE,
  isWordy,
  kindOf,
  SPACE,
  unitsOf,
} from './characters.ts'
import { type FoldTable, fillPage, foldAt } from './fold-table.ts'

/**
 * A text after folding: lower case, one space between chunks and at both ends, nothing invisible.
 *
 * The arrays are owned by the workspace and hold a text until the next one is folded into them.
 */
export interface FoldedText {
  /** Folded characters, `length` of them: see {@link unitOf} and {@link classOf}. */
  characters: Int32Array
  length: number
  /** Where each chunk, what stands between two spaces, ends: at a space. The next begins behind it. */
  chunkEnds: Int32Array
  /** The kinds of all characters of each chunk, as one number. */
  chunkKinds: Uint8Array
  chunks: number
  /** The kinds of the chunk that did not end yet, above 16 bits. */
  openKinds: number
  /** How many characters that are drawn as nothing stood behind a letter or a digit. */
  hidden: number
}

/** An empty folded text, to be filled by {@link foldText}. */
export function buildFoldedText(): FoldedText {
  return {
    characters: new Int32Array(1024),
    length: 0,
    chunkEnds: new Int32Array(512),
    chunkKinds: new Uint8Array(512),
    chunks: 0,
    openKinds: 0,
    hidden: 0,
  }
}

/**
 * Folds any string, well-formed or not, into `into`.
 *
 * Cost: O(n) time; grows the arrays of `into` to n + 2 units when they are shorter.
 */
export function foldText(table: FoldTable, text: string, into: FoldedText): void {
  reserve(into, text.length + 2)
  into.characters[0] = FOLDED_SPACE
  into.length = 1
  into.chunks = 0
  into.openKinds = 0
  into.hidden = 0
  let i = foldRun(table, text, 0, into)
  while (i < text.length) i = foldRun(table, text, foldRare(table, text, i, into), into)
  if (into.openKinds !== 0) closeText(into)
}

/**
 * Folds units from `start` on that the table has at hand, and gives where they end.
 *
 * Nearly all characters pass through here. The loop calls nothing: only then does V8 find out once
 * where the arrays lie, and not for every character.
 */
function foldRun(table: FoldTable, text: string, start: number, into: FoldedText): number {
  const { characters, chunkEnds, chunkKinds } = into
  const known = table.characters
  let { length, chunks, openKinds } = into
  let i = start
  for (; i < text.length; i++) {
    const folded = known[text.charCodeAt(i)] ?? 0
    if ((folded & (CLASS << 16)) === 0) break
    if ((folded & (SPACE << 16)) === 0) openKinds |= folded
    else if (openKinds === 0) {
      characters[length - 1] = FOLDED_SPACE | GAP
      continue
    } else {
      chunkEnds[chunks] = length
      chunkKinds[chunks++] = kindOf(openKinds)
      openKinds = 0
    }
    characters[length++] = folded
  }
  into.length = length
  into.chunks = chunks
  into.openKinds = openKinds
  return i
}

/** Fills the page of the unit at `start`, or folds all that the table has not, and gives where it ends. */
function foldRare(table: FoldTable, text: string, start: number, into: FoldedText): number {
  const known = table.characters
  let i = start
  do {
    if (fillPage(table, text.charCodeAt(i) >>> 8)) return i
    const folded = foldAt(table, text, i)
    if (classOf(folded) !== 0) {
      into.openKinds |= folded
      into.characters[into.length++] = folded
    } else if (kindOf(folded) === INVISIBLE) noteHidden(into)
    i += unitsOf(folded)
  } while (i < text.length && classOf(known[text.charCodeAt(i)] ?? 0) === 0)
  return i
}

/** What is drawn as nothing is told only where it stands behind a letter or a digit. */
function noteHidden(into: FoldedText): void {
  if (isWordy(into.characters[into.length - 1] ?? 0)) into.hidden++
}

/** Ends the last chunk with a space. */
function closeText(into: FoldedText): void {
  into.chunkEnds[into.chunks] = into.length
  into.chunkKinds[into.chunks++] = kindOf(into.openKinds)
  into.characters[into.length++] = FOLDED_SPACE
}

function reserve(into: FoldedText, length: number): void {
  if (into.characters.length >= length) return
  into.characters = new Int32Array(2 * length)
  into.chunkEnds = new Int32Array(length)
  into.chunkKinds = new Uint8Array(length)
}
