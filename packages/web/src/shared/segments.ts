import type { Explanation, Reason } from '@hamlet/classifier'

/** A stretch of a text, with what it adds to the log-odds where it is a piece of its own. */
export interface Segment {
  readonly start: number
  readonly text: string
  /** Positive speaks for spam; absent between the pieces. */
  readonly contribution?: number
}

/** Cuts a text into the pieces of its explanation and what lies between them, in order. */
export function segmentsOf(text: string, { reasons }: Explanation): readonly Segment[] {
  const segments: Segment[] = []
  let end = 0
  const fill = (until: number) => {
    if (until > end) segments.push({ start: end, text: text.slice(end, until) })
  }
  for (const piece of reasons.filter(hasPlace).sort((a, b) => a.start - b.start)) {
    fill(piece.start)
    const { start, contribution } = piece
    segments.push({ start, text: text.slice(start, piece.end), contribution })
    end = piece.end
  }
  fill(text.length)
  return segments
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
