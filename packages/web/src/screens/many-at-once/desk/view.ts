import type { Verdict } from '@hamlet/classifier'
import { type JudgedRows, VERDICTS } from './judged-rows.ts'

/** Which rows are wanted, and in which order. */
export interface View {
  /** Rows of this verdict; `none` for those that were not judged; all when left out. */
  readonly verdict: Verdict | 'none' | undefined
  /** What the text must hold, in either case; '' for anything. */
  readonly search: string
  readonly sort: 'row' | 'probability'
  readonly isDescending: boolean
}

/**
 * The places of the rows that a view shows, in its order. Rows of the same probability, and those
 * without one at the end, stand as in the file. Cost: O(n log n) in the number of rows.
 */
export function placesOf(rows: JudgedRows, view: View): Uint32Array {
  const { verdict, search, sort, isDescending } = view
  const wanted = verdict && (VERDICTS as readonly string[]).indexOf(verdict)
  const needle = search.toLowerCase()
  const shown: number[] = []
  for (const [place, text] of rows.texts.entries()) {
    if (wanted !== undefined && rows.verdicts[place] !== wanted) continue
    if (needle === '' || text.toLowerCase().includes(needle)) shown.push(place)
  }
  const places = Uint32Array.from(shown)
  if (sort === 'row') return isDescending ? places.reverse() : places
  return places.sort(byProbability(rows.probabilities, isDescending))
}

function byProbability(probabilities: readonly number[], isDescending: boolean) {
  const last = isDescending ? -1 : 2
  const rankOf = (place: number) => {
    const probability = probabilities[place] ?? last
    return Number.isNaN(probability) ? last : probability
  }
  const sign = isDescending ? -1 : 1
  return (a: number, b: number) => sign * (rankOf(a) - rankOf(b)) || a - b
}
