import { classOf, SPACE, unitsOf } from './characters.ts'
import { type FoldTable, foldAt } from './fold-table.ts'

/** A text as it was sent, cut at its spaces, and what its pieces add to the log-odds. */
export interface Pieces {
  /** The piece that each character of the folded text lies in; a space, in the one before it. */
  pieceOf: Int32Array
  /** Where each piece begins and ends in the text, in UTF-16 units. */
  starts: Int32Array
  ends: Int32Array
  count: number
  /** What each piece adds, and behind the pieces what each shape feature adds. */
  contributions: Float64Array
  /** Indices of `contributions`, while they are ranked. */
  order: Int32Array
}

/** A chunk without spaces longer than this is told in several pieces. */
const PIECE_UNITS = 64

/** No pieces, and room for none. */
export function buildPieces(): Pieces {
  return {
    pieceOf: new Int32Array(0),
    starts: new Int32Array(0),
    ends: new Int32Array(0),
    count: 0,
    contributions: new Float64Array(0),
    order: new Int32Array(0),
  }
}

/** Makes room for the pieces of a text of so many folded characters, and for so many shapes. */
export function growPieces(pieces: Pieces, characters: number, shapes: number): void {
  pieces.pieceOf = new Int32Array(characters)
  pieces.starts = new Int32Array(characters)
  pieces.ends = new Int32Array(characters)
  pieces.contributions = new Float64Array(characters + shapes)
  pieces.order = new Int32Array(characters + shapes)
}

/**
 * Cuts the text that was folded last at its spaces.
 *
 * Folds it once more to find where its characters stand, which only reasons ask. Cost: O(n).
 */
export function cutPieces(table: FoldTable, text: string, pieces: Pieces): void {
  const { pieceOf, starts, ends } = pieces
  const known = table.characters
  let count = 0
  let isOpen = false
  let start = 0
  let length = 1
  let units = 1
  for (let i = 0; i < text.length; i += units) {
    let folded = known[text.charCodeAt(i)] ?? 0
    if (classOf(folded) === 0) folded = foldAt(table, text, i)
    units = unitsOf(folded)
    if (classOf(folded) === 0) continue
    const isSpace = classOf(folded) === SPACE
    if (isSpace && !isOpen) continue
    if (isOpen && (isSpace || i - start >= PIECE_UNITS)) {
      ends[count - 1] = i
      isOpen = false
    }
    if (!isSpace && !isOpen) {
      starts[count++] = i
      start = i
      isOpen = true
    }
    pieceOf[length++] = count - 1
  }
  if (isOpen) ends[count - 1] = text.length
  pieces.count = count
}
