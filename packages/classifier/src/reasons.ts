import type { Model } from './model.ts'
import { classOf, SPACE } from './normalize.ts'
import { gramScale, shapeScale, wordScale } from './scales.ts'
import { type Judge, linearWeight, scoreText, shapeWeight } from './scorer.ts'
import { shapeName } from './shapes.ts'
import type { LogOdds } from './units.ts'
import type { FeatureList, Workspace } from './workspace.ts'

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
  const logit = scoreText(model, judge, ws, text)
  const pieces = cutPieces(ws)
  spreadWeights(model, judge, ws, pieces)
  const reasons = [...textReasons(pieces, text), ...shapeReasons(judge, ws)]
    .filter(({ contribution }) => contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
  return { bias: judge.view.calibration.bias, logit, reasons: cutTo(reasons, count) }
}

/** The text as sent, cut at its spaces. */
interface Pieces {
  /** The piece that each unit of the folded text lies in. */
  readonly ofUnit: Int32Array
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** What each piece adds to the log-odds. */
  readonly totals: Float64Array
}

function cutPieces(ws: Workspace): Pieces {
  const { characters, places, length } = ws.text
  const ofUnit = new Int32Array(length)
  const starts: number[] = []
  const ends: number[] = []
  for (let i = 1; i < length; i++) {
    const place = places[i] ?? 0
    const isSpace = classOf(characters[i] ?? 0) === SPACE
    const start = starts[ends.length]
    if (start !== undefined && (isSpace || place - start >= PIECE_UNITS)) ends.push(place)
    if (!isSpace && starts.length === ends.length) starts.push(place)
    ofUnit[i] = starts.length - 1
  }
  return { ofUnit, starts, ends, totals: new Float64Array(starts.length) }
}

function spreadWeights(model: Model, judge: Judge, ws: Workspace, pieces: Pieces): void {
  for (const group of groupsOf(model, ws)) {
    const { list, seconds, hasBayes, hasSource } = group
    const linearScale = judge.view.calibration.linear * judge.view.linearStep * group.scale
    const bayesScale = hasBayes ? judge.view.calibration.bayes * model.bayesStep : 0
    for (let i = 0; i < list.count; i++) {
      const slot = list.ids[i] ?? 0
      const linear = hasSource ? linearWeight(judge, ws, slot) : (judge.view.linear[slot] ?? 0)
      const weight = linearScale * linear + bayesScale * (model.bayes[slot] ?? 0)
      addTo(pieces, list.starts[i] ?? 0, weight / 2)
      addTo(pieces, seconds[i] ?? 0, weight / 2)
    }
  }
}

interface Group {
  readonly list: FeatureList
  readonly seconds: Int32Array
  /** What a linear weight counts for. */
  readonly scale: number
  /** Whether naive Bayes reads it. */
  readonly hasBayes: boolean
  /** Whether there are weights of the source's own. */
  readonly hasSource: boolean
}

function groupsOf({ bayesScope }: Model, { words, compounds, grams }: Workspace): Group[] {
  const scale = wordScale(words.count + compounds.count)
  const all = { hasBayes: bayesScope === 'all', hasSource: true }
  return [
    { ...all, list: words, seconds: words.starts, scale, hasBayes: true },
    { ...all, list: compounds, seconds: compounds.seconds, scale },
    { ...all, list: grams, seconds: grams.starts, scale: gramScale(grams.count), hasSource: false },
  ]
}

function addTo({ ofUnit, totals }: Pieces, unit: number, weight: number): void {
  const piece = ofUnit[unit] ?? 0
  totals[piece] = (totals[piece] ?? 0) + weight
}

function textReasons({ starts, ends, totals }: Pieces, text: string): Reason[] {
  return starts.map((start, i) => {
    const end = ends[i] ?? text.length
    const contribution = (totals[i] ?? 0) as LogOdds
    return { piece: text.slice(start, end), contribution, start, end }
  })
}

function shapeReasons(judge: Judge, ws: Workspace): Reason[] {
  const { ids, count } = ws.shapes
  const scale = judge.view.calibration.linear * shapeScale(count)
  return Array.from(ids.subarray(0, count), (id) => {
    const weight = scale * shapeWeight(judge, ws, id)
    return { piece: shapeName(id - ws.hashed), contribution: weight as LogOdds }
  })
}

function cutTo(reasons: readonly Reason[], count: number): readonly Reason[] {
  if (reasons.length <= count) return reasons
  const rest = reasons.slice(count).reduce((sum, { contribution }) => sum + contribution, 0)
  return [...reasons.slice(0, count), { piece: EVERYTHING_ELSE, contribution: rest as LogOdds }]
}
