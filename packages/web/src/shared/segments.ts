import type { Explanation, Reason } from '@hamlet/classifier'
import { addUpAlike, keyOf } from './alike-pieces.ts'

/** A stretch of a text, with what it adds to the log-odds where that is enough for a colour. */
export interface Segment {
  readonly start: number
  readonly text: string
  /** Positive speaks for spam; of all pieces that are alike, together. Absent where there is no colour. */
  readonly contribution?: number
  /** How often a piece like it stands in the text; absent where it does once. */
  readonly times?: number
}

/** UTF-16 units: what begins behind them has no colour. */
export const COLOURED_LENGTH = 20_000

/**
 * Cuts a text into the pieces of its explanation that have a colour and what lies between them, in
 * order. Those without one are not told apart: to draw a piece takes far longer than to judge it.
 */
export function segmentsOf(text: string, { reasons }: Explanation): readonly Segment[] {
  const alike = addUpAlike(reasons)
  const pieces = findPieces(text, reasons, (key) => alike.has(key))
  const times = countKeys(pieces)
  const segments: Segment[] = []
  let end = 0
  const fill = (until: number) => {
    if (until > end) segments.push({ start: end, text: text.slice(end, until) })
    end = until
  }
  for (const { start, end: until, key } of pieces) {
    const contribution = alike.get(key)?.contribution ?? 0
    if (start >= COLOURED_LENGTH || strengthOf(contribution) === 0) continue
    fill(start)
    const count = times.get(key) ?? 1
    const shared = count > 1 && { times: count }
    segments.push({ start, text: text.slice(start, until), contribution, ...shared })
    end = until
  }
  fill(text.length)
  return segments
}

interface PlacedPiece {
  readonly start: number
  readonly end: number
  /** What it has in common with those that are alike. */
  readonly key: string
}

/** The placed reasons, and what between them is like one of them. */
function findPieces(text: string, reasons: readonly Reason[], isKnown: (key: string) => boolean) {
  const pieces: PlacedPiece[] = []
  let end = 0
  const push = (piece: PlacedPiece) => {
    if (piece.end > piece.start) pieces.push(piece)
    end = piece.end
  }
  const fill = (until: number) => {
    const from = end
    for (const { 0: word, index } of text.slice(from, until).matchAll(/\S+/gu)) {
      const [start, key] = [from + index, keyOf(word)]
      if (isKnown(key)) push({ start, end: start + word.length, key })
    }
  }
  for (const reason of reasons.filter(hasPlace).sort((a, b) => a.start - b.start)) {
    fill(reason.start)
    push({ start: reason.start, end: reason.end, key: keyOf(reason.piece) })
  }
  fill(text.length)
  return pieces
}

/** How many pieces there are of each kind. */
function countKeys(pieces: readonly PlacedPiece[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const { key } of pieces) times.set(key, (times.get(key) ?? 0) + 1)
  return times
}

type PlacedReason = Reason & Required<Pick<Reason, 'start' | 'end'>>

function hasPlace(reason: Reason): reason is PlacedReason {
  return reason.start !== undefined && reason.end !== undefined
}

/** Log-odds from which on a piece has the strongest colour. */
const STRONGEST = 2

/** How strongly a piece is coloured: 0 (not at all) to 4. */
export function strengthOf(contribution: number): number {
  return Math.min(4, Math.round((Math.abs(contribution) / STRONGEST) * 4))
}
