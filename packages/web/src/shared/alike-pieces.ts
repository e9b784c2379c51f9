import type { LogOdds, Reason } from '@hamlet/classifier'

/** What all pieces that are alike add together. */
export interface AlikePieces {
  /** The one that counts most of them; the name of a shape feature, where it has no place. */
  readonly piece: string
  readonly hasPlace: boolean
  readonly contribution: LogOdds
}

/**
 * The reasons with those of pieces that are alike added up, largest magnitude first; `key` as
 * {@link keyOf} gives it. The classifier counts a word once, for the first piece that it occurs in:
 * told apart, the others would look as if they had not been judged. The sum of all stays.
 */
export function addUpAlike(reasons: readonly Reason[]): ReadonlyMap<string, AlikePieces> {
  const sums = new Map<string, AlikePieces>()
  for (const { piece, contribution, start } of reasons) {
    const hasPlace = start !== undefined
    const key = hasPlace ? keyOf(piece) : ` ${piece}`
    const former = sums.get(key)
    const sum = ((former?.contribution ?? 0) + contribution) as LogOdds
    sums.set(key, { piece: former?.piece ?? piece, hasPlace, contribution: sum })
  }
  return new Map([...sums].sort(([, a], [, b]) => magnitude(b) - magnitude(a)))
}

/** What pieces have in common that are alike: all but case, and the punctuation around a word. */
export function keyOf(piece: string): string {
  if (piece.length > LONGEST) return piece
  const bare = piece.replace(AROUND, '')
  return (bare || piece).toLowerCase()
}

/** UTF-16 units: above what the classifier tells in one piece, and little enough to look for ends in. */
const LONGEST = 100

const AROUND =
  /^[.,;:!?\u2026"'()[\]\u00ab\u00bb\u201c\u201d\u2018\u2019]+|[.,;:!?\u2026"'()[\]\u00ab\u00bb\u201c\u201d\u2018\u2019]+$/gu

function magnitude({ contribution }: AlikePieces): number {
  return Math.abs(contribution)
}
