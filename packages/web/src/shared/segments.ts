import type { Explanation, Reason } from '@hamlet/classifier'
import { addUpAlike, keyOf } from './alike-pieces.ts'

/** A stretch of a text, with what it adds to the log-odds where it is a piece of its own. */
export interface Segment {
  readonly start: number
  readonly text: string
  /** Positive speaks for spam; of all pieces that are alike, together. Absent between the pieces. */
  readonly contribution?: number
  /** How often a piece like it stands in the text; absent where it does once. */
  readonly times?: number
}

/** Cuts a text into the pieces of its explanation and what lies between them, in order. */
export function segmentsOf(text: string, { reasons }: Explanation): readonly Segment[] {
  const alike = addUpAlike(reasons)
  const stretches = cut(text, reasons, (key) => alike.has(key))
  const times = new Map<string, number>()
  for (const { key } of stretches) if (key !== undefined) times.set(key, (times.get(key) ?? 0) + 1)
  return stretches.map(({ start, end, key }) => {
    const segment = { start, text: text.slice(start, end) }
    const sum = key === undefined ? undefined : alike.get(key)
    if (key === undefined || sum === undefined) return segment
    const count = times.get(key) ?? 1
    return { ...segment, contribution: sum.contribution, ...(count > 1 && { times: count }) }
  })
}

interface Stretch {
  readonly start: number
  readonly end: number
  /** Of a piece, what it has in common with those that are alike. */
  readonly key?: string
}

/** The placed reasons, what between them is like one of them, and the rest. */
function cut(text: string, reasons: readonly Reason[], isKnown: (key: string) => boolean) {
  const stretches: Stretch[] = []
  let end = 0
  const push = (stretch: Stretch) => {
    if (stretch.start > end) stretches.push({ start: end, end: stretch.start })
    if (stretch.end > stretch.start) stretches.push(stretch)
    end = stretch.end
  }
  const fill = (until: number) => {
    const from = end
    for (const { 0: word, index } of text.slice(from, until).matchAll(/\S+/gu)) {
      const [start, key] = [from + index, keyOf(word)]
      if (isKnown(key)) push({ start, end: start + word.length, key })
    }
  }
  for (const piece of reasons.filter(hasPlace).sort((a, b) => a.start - b.start)) {
    fill(piece.start)
    push({ start: piece.start, end: piece.end, key: keyOf(piece.piece) })
  }
  fill(text.length)
  push({ start: text.length, end: text.length })
  return stretches
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
