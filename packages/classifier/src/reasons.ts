import { moveLargestLast } from './largest.ts'
import { gramScale, shapeScale, wordScale } from './scales.ts'
import { bayesWorth, type Judge, linearWeight, scoreText, shapeWeight, textBias } from './scorer.ts'
import { shapeName } from './shapes.ts'
import type { Tables } from './tables.ts'
import { cutPieces, type Pieces } from './text-pieces.ts'
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
  model: Tables,
  judge: Judge,
  ws: Workspace,
  text: string,
  count: number = Infinity,
): Explanation {
  const logit = weighPieces(model, judge, ws, text)
  addShapes(judge, ws)
  return { bias: textBias(model, judge, ws), logit, reasons: rankReasons(ws, text, count) }
}

/** Scores a text, and leaves in `ws.pieces` what stands between its spaces, and what each adds. */
export function weighPieces(model: Tables, judge: Judge, ws: Workspace, text: string): LogOdds {
  const logit = scoreWithPlaces(model, judge, ws, text)
  const { pieces } = ws
  cutPieces(ws.foldTable, text, pieces)
  pieces.contributions.fill(0, 0, pieces.count)
  spreadWeights(model, judge, ws)
  return logit
}

/** Scores a text, and notes where its features begin. */
function scoreWithPlaces(model: Tables, judge: Judge, ws: Workspace, text: string): LogOdds {
  ws.isPlacing = true
  try {
    return scoreText(model, judge, ws, text)
  } finally {
    ws.isPlacing = false
  }
}

function spreadWeights(model: Tables, judge: Judge, ws: Workspace): void {
  const { words, compounds, grams, pieces } = ws
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

function addTo({ pieceOf, contributions }: Pieces, character: number, weight: number): void {
  const piece = pieceOf[character] ?? 0
  contributions[piece] = (contributions[piece] ?? 0) + weight
}

function addShapes(judge: Judge, ws: Workspace): void {
  const { shapes, pieces } = ws
  const scale = judge.calibration.linear * shapeScale(shapes.count)
  for (let i = 0; i < shapes.count; i++) {
    pieces.contributions[pieces.count + i] = scale * shapeWeight(judge, ws, shapes.ids[i] ?? 0)
  }
}

/** The `count` largest, and the sum of the others. */
function rankReasons(ws: Workspace, text: string, count: number): readonly Reason[] {
  const { contributions, order } = ws.pieces
  const length = listContributors(ws)
  const told = Math.min(Math.max(count, 0), length)
  moveLargestLast(contributions, order, length, told)
  const reasons: Reason[] = []
  for (let i = length - 1; i >= length - told; i--) reasons.push(reasonAt(ws, text, order[i] ?? 0))
  if (told === length) return reasons
  let rest = 0
  for (let i = 0; i < length - told; i++) rest += contributions[order[i] ?? 0] ?? 0
  reasons.push({ piece: EVERYTHING_ELSE, contribution: rest as LogOdds })
  return reasons
}

/** Puts the indices of what is not 0 into `order`, and gives how many they are. */
function listContributors({ pieces, shapes }: Workspace): number {
  const { contributions, order } = pieces
  let length = 0
  for (let i = 0; i < pieces.count + shapes.count; i++) {
    if (contributions[i] !== 0) order[length++] = i
  }
  return length
}

function reasonAt({ pieces, shapes, hashed }: Workspace, text: string, index: number): Reason {
  const contribution = (pieces.contributions[index] ?? 0) as LogOdds
  if (index >= pieces.count) {
    return { piece: shapeName((shapes.ids[index - pieces.count] ?? 0) - hashed), contribution }
  }
  const start = pieces.starts[index] ?? 0
  const end = pieces.ends[index] ?? 0
  return { piece: text.slice(start, end), contribution, start, end }
}
