import { classOf, SPACE } from './characters.ts'
import type { Model } from './model.ts'
import { findPlaces } from './normalize.ts'
import { gramScale, shapeScale, wordScale } from './scales.ts'
import { bayesWorth, type Judge, linearWeight, scoreText, shapeWeight, textBias } from './scorer.ts'
import { shapeName } from './shapes.ts'
import type { LogOdds } from './units.ts'
import type { Workspace } from './workspace.ts'

/** What one piece of a text adds to its log-odds; positive speaks for spam. */
export interface Reason {
  /** The piece as it stands in the text, or the name of a shape feature. */
  readonly piece: string
  readonly contribution: LogOdds
  /** Where the piece lies in the text as sent, in UTF-16 units; absent for shape features. */
  readonly start?: number
  readonly end?: number
}

/** `bias` plus the contributions of all `reasons` is `logit` (to 1e-9 of what is summed). */
export interface Explanation {
  /** What a text of this length starts from. */
  readonly bias: LogOdds
  readonly logit: LogOdds
  /** Largest magnitude first; `(everything else)`, if there, last. */
  readonly reasons: readonly Reason[]
}

/** A chunk without spaces longer than this is told in several pieces. */
const PIECE_UNITS = 64
const EVERYTHING_ELSE = '(everything else)'

/**
 * Explains a text's log-odds by its own pieces.
 *
 * A piece is what stands between spaces. Words, symbols and character n-grams count for the piece
 * they lie in (the first one, if they occur in several); a pair of words counts half for each of its
 * two pieces. Shape features are pieces without a place.
 *
 * @param count  At most so many reasons; what they leave out is one more, `(everything else)`.
 * Cost: O(n) plus sorting the pieces.
 */
export function explainText(
  model: Model,
  judge: Judge,
  ws: Workspace,
  text: string,
  count: number = Infinity,
): Explanation {
  const logit = scoreWithPlaces(model, judge, ws, text)
  const pieces = cutPieces(ws, text)
  spreadWeights(model, judge, ws, pieces)
  const reasons: Reason[] = []
  addTextReasons(reasons, pieces, text)
  addShapeReasons(reasons, judge, ws)
  reasons.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
  return { bias: textBias(model, judge, ws), logit, reasons: cutTo(reasons, Math.max(count, 0)) }
}

/** Scores a text, and notes where its features begin. */
function scoreWithPlaces(model: Model, judge: Judge, ws: Workspace, text: string): LogOdds {
  ws.isPlacing = true
  try {
    return scoreText(model, judge, ws, text)
  } finally {
    ws.isPlacing = false
  }
}

/** The text as sent, cut at its spaces. */
interface Pieces {
  /** The piece that each character of the folded text lies in. */
  readonly pieceOf: Int32Array
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** What each piece adds to the log-odds. */
  readonly totals: Float64Array
}

function cutPieces(ws: Workspace, text: string): Pieces {
  const { characters, length } = ws.text
  const { places, pieceOf } = ws
  findPlaces(ws.foldTable, text, places)
  const starts: number[] = []
  const ends: number[] = []
  let start = -1
  for (let i = 1; i < length; i++) {
    const place = places[i] ?? 0
    const isSpace = classOf(characters[i] ?? 0) === SPACE
    if (start >= 0 && (isSpace || place - start >= PIECE_UNITS)) {
      ends.push(place)
      start = -1
    }
    if (!isSpace && start < 0) {
      starts.push(place)
      start = place
    }
    pieceOf[i] = starts.length - 1
  }
  return { pieceOf, starts, ends, totals: ws.totals.fill(0, 0, starts.length) }
}

function spreadWeights(model: Model, judge: Judge, ws: Workspace, pieces: Pieces): void {
  const { words, compounds, grams } = ws
  const { linear, linearStep } = judge.view
  const linearOf = judge.calibration.linear * linearStep
  const bayesOf = bayesWorth(model, judge, ws)
  const word = linearOf * wordScale(words.count + compounds.count)
  const gram = linearOf * gramScale(grams.count)
  const bayesOfAll = model.bayesScope === 'all' ? bayesOf : 0
  for (let i = 0; i < words.count; i++) {
    const slot = words.ids[i] ?? 0
    const weight = word * linearWeight(judge, ws, slot) + bayesOf * (model.bayes[slot] ?? 0)
    addTo(pieces, words.starts[i] ?? 0, weight)
  }
  for (let i = 0; i < compounds.count; i++) {
    const slot = compounds.ids[i] ?? 0
    const weight = word * linearWeight(judge, ws, slot) + bayesOfAll * (model.bayes[slot] ?? 0)
    addTo(pieces, compounds.starts[i] ?? 0, weight / 2)
    addTo(pieces, compounds.seconds[i] ?? 0, weight / 2)
  }
  for (let i = 0; i < grams.count; i++) {
    const slot = grams.ids[i] ?? 0
    const weight = gram * (linear[slot] ?? 0) + bayesOfAll * (model.bayes[slot] ?? 0)
    addTo(pieces, grams.starts[i] ?? 0, weight)
  }
}

function addTo({ pieceOf, totals }: Pieces, character: number, weight: number): void {
  const piece = pieceOf[character] ?? 0
  totals[piece] = (totals[piece] ?? 0) + weight
}

function addTextReasons(reasons: Reason[], { starts, ends, totals }: Pieces, text: string): void {
  for (let i = 0; i < starts.length; i++) {
    const contribution = (totals[i] ?? 0) as LogOdds
    if (contribution === 0) continue
    const start = starts[i] ?? 0
    const end = ends[i] ?? text.length
    reasons.push({ piece: text.slice(start, end), contribution, start, end })
  }
}

function addShapeReasons(reasons: Reason[], judge: Judge, ws: Workspace): void {
  const { ids, count } = ws.shapes
  const scale = judge.calibration.linear * shapeScale(count)
  for (let i = 0; i < count; i++) {
    const id = ids[i] ?? 0
    const contribution = (scale * shapeWeight(judge, ws, id)) as LogOdds
    if (contribution !== 0) reasons.push({ piece: shapeName(id - ws.hashed), contribution })
  }
}

function cutTo(reasons: readonly Reason[], count: number): readonly Reason[] {
  if (reasons.length <= count) return reasons
  const rest = reasons.slice(count).reduce((sum, { contribution }) => sum + contribution, 0)
  return [...reasons.slice(0, count), { piece: EVERYTHING_ELSE, contribution: rest as LogOdds }]
}
