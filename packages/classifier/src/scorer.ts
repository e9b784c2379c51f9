import { findFeatures } from './features.ts'
import { bayesScale, gramScale, shapeScale, wordScale } from './scales.ts'
import { SHAPE_SLOTS } from './shapes.ts'
import { channelOf, sourceSlot } from './sources.ts'
import type { Calibration, Tables, View } from './tables.ts'
import type { LogOdds, Source } from './units.ts'
import type { FeatureList, Workspace } from './workspace.ts'

/** Which tables judge a text, and whose copies in them are read: those of a source, or 0 for none. */
export interface Judge {
  readonly view: View
  readonly calibration: Calibration
  readonly channel: number
}

/** The judge of texts of a source; that of plain texts where it is unknown or was not learned. */
export function judgeOf({ plain, sourced }: Tables, source: Source | undefined): Judge {
  const calibration = source && sourced?.calibrations[source]
  if (sourced === undefined || calibration === undefined) {
    return { view: plain, calibration: plain.calibration, channel: 0 }
  }
  return { view: sourced, calibration, channel: channelOf(source) }
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
export function scoreText(model: Tables, judge: Judge, ws: Workspace, text: string): LogOdds {
  findFeatures(ws, text)
  const { view, calibration } = judge
  const { words, compounds, grams, shapes } = ws
  const wordSum = sumLinear(judge, ws, words) + sumLinear(judge, ws, compounds)
  const hashed =
    wordSum * wordScale(words.count + compounds.count) +
    sumTable(view.linear, grams) * gramScale(grams.count)
  const linear = view.linearStep * hashed + sumShapes(judge, ws) * shapeScale(shapes.count)
  const bayes = bayesWorth(model, judge, ws) * sumBayes(model, ws)
  return (textBias(model, judge, ws) + calibration.linear * linear + bayes) as LogOdds
}

/** The log-odds that a text starts from before a feature is looked at: by its length alone. */
export function textBias(model: Tables, { calibration }: Judge, ws: Workspace): LogOdds {
  return (calibration.bias + calibration.scale * scaleOfBayes(model, ws)) as LogOdds
}

/** What a step of naive Bayes counts for in a text. */
export function bayesWorth(model: Tables, { calibration }: Judge, ws: Workspace): number {
  return calibration.bayes * model.bayesStep * scaleOfBayes(model, ws)
}

function scaleOfBayes({ bayesScope }: Tables, { words, compounds, grams }: Workspace): number {
  return bayesScale(
    bayesScope === 'words' ? words.count : words.count + compounds.count + grams.count,
  )
}

/** The weight of a word or compound, in steps. */
export function linearWeight({ view, channel }: Judge, ws: Workspace, slot: number): number {
  const common = view.linear[slot] ?? 0
  if (channel === 0) return common
  return common + (view.linear[sourceSlot(slot, channel, ws.shift)] ?? 0)
}

/** The weight of a shape feature. */
export function shapeWeight({ view, channel }: Judge, ws: Workspace, id: number): number {
  const slot = id - ws.hashed
  const common = view.shapes[slot] ?? 0
  return channel === 0 ? common : common + (view.shapes[slot + channel * SHAPE_SLOTS] ?? 0)
}

function sumLinear(judge: Judge, ws: Workspace, list: FeatureList): number {
  if (judge.channel === 0) return sumTable(judge.view.linear, list)
  const { ids, count } = list
  let sum = 0
  for (let i = 0; i < count; i++) sum += linearWeight(judge, ws, ids[i] ?? 0)
  return sum
}

function sumBayes({ bayes, bayesScope }: Tables, { words, compounds, grams }: Workspace): number {
  const sum = sumTable(bayes, words)
  if (bayesScope === 'words') return sum
  return sum + sumTable(bayes, compounds) + sumTable(bayes, grams)
}

function sumTable(table: Int8Array, { ids, count }: FeatureList): number {
  let sum = 0
  for (let i = 0; i < count; i++) sum += table[ids[i] ?? 0] ?? 0
  return sum
}

function sumShapes(judge: Judge, ws: Workspace): number {
  const { ids, count } = ws.shapes
  let sum = 0
  for (let i = 0; i < count; i++) sum += shapeWeight(judge, ws, ids[i] ?? 0)
  return sum
}
