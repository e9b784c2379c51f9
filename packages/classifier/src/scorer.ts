import { findFeatures } from './features.ts'
import { groupScales } from './matrix.ts'
import type { Model, View } from './model.ts'
import { SHAPE_SLOTS } from './shapes.ts'
import { channelOf, sourceSlot } from './sources.ts'
import type { LogOdds, Source } from './units.ts'
import type { Workspace } from './workspace.ts'

/** Which tables judge a text, and which source's copies are added (0 for none). */
export interface Judge {
  readonly view: View
  readonly channel: number
}

/** The view for texts of a source; the plain one where the source is unknown or was never told. */
export function judgeOf(model: Model, source: Source | undefined): Judge {
  const channel = channelOf(source)
  if (channel === 0 || model.sourced === undefined) return { view: model.plain, channel: 0 }
  return { view: model.sourced, channel }
}

/**
 * The log-odds of a text under a model.
 *
 * The tables are summed as integers, and after that there are only `+`, `*`, `/` and `Math.sqrt`,
 * which IEEE 754 defines to the last bit: every engine gives the same number. (Shape weights are
 * 32-bit floats, summed in one order.)
 *
 * Cost: O(n) in the length of the text.
 */
export function scoreText(model: Model, judge: Judge, ws: Workspace, text: string): LogOdds {
  findFeatures(ws, text)
  const { view } = judge
  const { singlesEnd, wordsEnd, gramsEnd } = ws
  const [wordScale = 0, gramScale = 0, shapeScale = 0] = scalesOf(ws)
  const words = sumLinear(judge, ws, 0, wordsEnd)
  const grams = sumLinear(judge, ws, wordsEnd, gramsEnd)
  const hashed = view.linearStep * (words * wordScale + grams * gramScale)
  const shapes = shapeScale * sumShapes(judge, ws)
  const bayesEnd = model.bayesScope === 'words' ? singlesEnd : gramsEnd
  const evidence = model.bayesStep * sumTable(model.bayes, ws, 0, bayesEnd)
  const { linear, bayes, bias } = view.calibration
  return (bias + linear * (hashed + shapes) + bayes * evidence) as LogOdds
}

/** What a weight of each group counts for in the text whose features are in the workspace. */
export function scalesOf({ wordsEnd, gramsEnd, count }: Workspace): number[] {
  return groupScales(wordsEnd, gramsEnd - wordsEnd, count - gramsEnd)
}

/** The weight of a hashed feature, in steps. */
export function linearWeight({ view, channel }: Judge, ws: Workspace, slot: number): number {
  const common = view.linear[slot] ?? 0
  if (channel === 0) return common
  return common + (view.linear[sourceSlot(slot, channel, ws.shift)] ?? 0)
}

/** The weight of a shape feature. */
export function shapeWeight({ view, channel }: Judge, ws: Workspace, id: number): number {
  const slot = id - 2 ** ws.options.bits
  const common = view.shapes[slot] ?? 0
  return channel === 0 ? common : common + (view.shapes[slot + channel * SHAPE_SLOTS] ?? 0)
}

function sumLinear(judge: Judge, ws: Workspace, from: number, to: number): number {
  if (judge.channel === 0) return sumTable(judge.view.linear, ws, from, to)
  const { ids } = ws
  let sum = 0
  for (let i = from; i < to; i++) sum += linearWeight(judge, ws, ids[i] ?? 0)
  return sum
}

function sumTable(table: Int8Array, { ids }: Workspace, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += table[ids[i] ?? 0] ?? 0
  return sum
}

function sumShapes(judge: Judge, ws: Workspace): number {
  let sum = 0
  for (let i = ws.gramsEnd; i < ws.count; i++) sum += shapeWeight(judge, ws, ws.ids[i] ?? 0)
  return sum
}
