import { findFeatures } from './features.ts'
import { gramScale, shapeScale, wordScale } from './scales.ts'
import { SHAPE_SLOTS } from './shapes.ts'
import { channelOf, SOURCED_SHAPE_SLOTS, sourceSlot } from './sources.ts'
import { type Label, type LogOdds, probabilityOf, type Source } from './units.ts'
import {
  buildWorkspace,
  type FeatureList,
  type FeatureOptions,
  type Workspace,
} from './workspace.ts'

/** Judges a text by a model that knows nothing of the stream. */
export type GenericScore = (text: string, source?: Source) => LogOdds

/** What an online learner may be told; everything has a default. */
export interface OnlineOptions {
  /** Default 2^18 slots, n-grams of 3, pairs. */
  readonly features?: FeatureOptions
  /**
   * A model to start from, finite for any text: its log-odds are one more input, whose weight begins
   * at 1 and is learned. Default none.
   */
  readonly generic?: GenericScore
}

/**
 * Judges texts by those it was told the labels of, and learns from one after the other. It owns its
 * memory, 16 bytes per slot: use it for one text at a time.
 */
export interface OnlineLearner {
  /** The log-odds of any string, finite; 0 (or the generic model's) before anything was learned. */
  readonly predict: (text: string, source?: Source) => LogOdds
  /** Learns one labelled text. The same text twice counts twice. */
  readonly learn: (text: string, label: Label, source?: Source) => void
}

/**
 * Opens a learner that knows nothing yet.
 *
 * The log-odds of a text are
 *
 *     bias + k generic + sum_g s_g sum_(j in g) (w_j + 0.3 d_j)
 *
 * over its words, n-grams and shape features, each group scaled by its length as in a batch. The
 * weights w are a logistic regression's, one step per text at rates of AdaGrad; d_j is the log of how
 * much more often spam has the feature than ham (naive Bayes without what absence says). Where the
 * source is known, words and shapes are there twice, once as that source's own, and as long together
 * as without. Every constant is measured, see docs/decisions/0015.
 *
 * What was learned depends on the order and on nothing else: the same texts in the same order give
 * the same log-odds, to the last bit in one engine. (`Math.log` may differ in the last place between
 * engines.)
 *
 * There is no `unlearn`: steps of AdaGrad do not commute, so taking one back is not possible, and
 * the opposite label once leaves a trace. To unlearn a text is to keep the log of what was learned,
 * open a learner and let it learn the log without that text: it then equals one that never learned
 * it, bit by bit, at some microseconds per text.
 *
 * Cost: O(n) in the length of a text, to predict as to learn.
 *
 * Source: Duchi, Hazan and Singer 2011, "Adaptive Subgradient Methods for Online Learning and
 * Stochastic Optimization", section 1.2 (diagonal matrices); Daumé 2007, see sources.ts.
 */
export function openOnlineLearner(options: OnlineOptions = {}): OnlineLearner {
  const { features = { bits: 18, gramSizes: [3], pairs: true }, generic } = options
  const state = startState(features)
  const read = (text: string, source: Source | undefined): void => {
    readText(state, text, channelOf(source))
    state.generic.value = generic?.(text, source) ?? 0
  }
  return {
    predict(text, source) {
      read(text, source)
      return scoreOf(state)
    },
    learn(text, label, source) {
      read(text, source)
      step(state, probabilityOf(scoreOf(state)) - (label === 'spam' ? 1 : 0))
      count(state, label)
    },
  }
}

/** Per slot: its weight, the sum of its squared gradients, and how many texts of spam and ham have it. */
const ENTRIES = 4
const SQUARES = 1
const SPAM = 2
const HAM = 3

/** Rates of words, of n-grams and of shape features, of which a text has few and a stream all. */
const RATES: readonly number[] = [0.2, 0.2, 0.7]
const BIAS_RATE = 0.5
const GENERIC_RATE = 0.3
/** What sums of squared gradients begin with, so that a first step is no leap. */
const SQUARES_BEFORE = 0.001
/** The same for the generic model, which is trusted to begin with. */
const GENERIC_SQUARES_BEFORE = 1

/** What naive Bayes' log-odds of a feature count for beside its weight. */
const BAYES_SHARE = 0.3
/** Added to each count of naive Bayes. */
const BAYES_ALPHA = 0.1

/** A weight that is learned, the input it weighs, and the sum of its squared gradients. */
interface Input {
  value: number
  weight: number
  squares: number
}

interface State {
  readonly ws: Workspace
  /** {@link ENTRIES} per slot, side by side in one line of the cache. */
  readonly slots: Float32Array
  readonly bias: Input
  readonly generic: Input
  /** Texts that were learned. */
  spam: number
  ham: number
  /** ln(count + alpha) by count. */
  logs: Float64Array
  /** Where the slots of the text that was read last begin in `slots`, group after group. */
  places: Int32Array
  /** Per group where its places end, and what a weight counts for. */
  readonly ends: Int32Array
  readonly scales: Float64Array
}

function startState(features: FeatureOptions): State {
  return {
    ws: buildWorkspace(features),
    slots: new Float32Array(ENTRIES * (2 ** features.bits + SOURCED_SHAPE_SLOTS)),
    bias: { value: 1, weight: 0, squares: SQUARES_BEFORE },
    generic: { value: 0, weight: 1, squares: GENERIC_SQUARES_BEFORE },
    spam: 0,
    ham: 0,
    logs: logsUpTo(64),
    places: new Int32Array(0),
    ends: new Int32Array(RATES.length),
    scales: new Float64Array(RATES.length),
  }
}

function logsUpTo(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => Math.log(k + BAYES_ALPHA))
}

function readText(state: State, text: string, channel: number): void {
  const { ws, ends, scales } = state
  findFeatures(ws, text)
  const { words, compounds, grams, shapes } = ws
  const wordy = words.count + compounds.count
  const most = 2 * (wordy + shapes.count) + grams.count
  if (state.places.length < most) state.places = new Int32Array(2 * most)
  const share = channel > 0 ? Math.SQRT1_2 : 1
  ends[0] = place(state, compounds, channel, place(state, words, channel, 0))
  scales[0] = wordScale(wordy) * share
  ends[1] = place(state, grams, 0, ends[0])
  scales[1] = gramScale(grams.count)
  ends[2] = place(state, shapes, channel, ends[1])
  scales[2] = shapeScale(shapes.count) * share
}

/** Writes the places of a list's features, and of their copies in a channel, from `end` on. */
function place(state: State, list: FeatureList, channel: number, end: number): number {
  const { places, ws } = state
  const { ids, count } = list
  let next = end
  for (let i = 0; i < count; i++) {
    const id = ids[i] ?? 0
    places[next++] = ENTRIES * id
    if (channel > 0) places[next++] = ENTRIES * copyOf(ws, id, channel)
  }
  return next
}

function copyOf({ hashed, shift }: Workspace, id: number, channel: number): number {
  return id < hashed ? sourceSlot(id, channel, shift) : id + channel * SHAPE_SLOTS
}

function scoreOf(state: State): LogOdds {
  const { bias, generic, ends, scales } = state
  let score = bias.weight + generic.weight * generic.value
  let from = 0
  for (let group = 0; group < ends.length; group++) {
    const to = ends[group] ?? 0
    const bayes = BAYES_SHARE * sumOfBayes(state, from, to)
    score += (scales[group] ?? 0) * (sumOfWeights(state, from, to) + bayes)
    from = to
  }
  return score as LogOdds
}

function sumOfWeights({ slots, places }: State, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += slots[places[i] ?? 0] ?? 0
  return sum
}

/** What the features that were seen before say by their counts; nothing before both labels were seen. */
function sumOfBayes({ slots, places, logs, spam, ham }: State, from: number, to: number): number {
  if (spam === 0 || ham === 0) return 0
  let seen = 0
  let sum = 0
  for (let i = from; i < to; i++) {
    const at = places[i] ?? 0
    const inSpam = slots[at + SPAM] ?? 0
    const inHam = slots[at + HAM] ?? 0
    if (inSpam + inHam === 0) continue
    sum += (logs[inSpam] ?? 0) - (logs[inHam] ?? 0)
    seen++
  }
  return sum + seen * Math.log((ham + 2 * BAYES_ALPHA) / (spam + 2 * BAYES_ALPHA))
}

/** Moves every weight of the text that was read last against its gradient, `error` times its input. */
function step(state: State, error: number): void {
  const { slots, places, ends, scales } = state
  let from = 0
  for (let group = 0; group < ends.length; group++) {
    const to = ends[group] ?? 0
    const gradient = error * (scales[group] ?? 0)
    const move = (RATES[group] ?? 0) * gradient
    const square = gradient * gradient
    for (let i = from; i < to; i++) {
      const at = places[i] ?? 0
      const squares = (slots[at + SQUARES] ?? 0) + square
      slots[at + SQUARES] = squares
      slots[at] = (slots[at] ?? 0) - move / Math.sqrt(SQUARES_BEFORE + squares)
    }
    from = to
  }
  stepInput(state.bias, error, BIAS_RATE)
  stepInput(state.generic, error, GENERIC_RATE)
}

/** {@link step} for one input. */
function stepInput(input: Input, error: number, rate: number): void {
  const gradient = error * input.value
  input.squares += gradient * gradient
  input.weight -= (rate * gradient) / Math.sqrt(input.squares)
}

function count(state: State, label: Label): void {
  const { slots, places, ends } = state
  const entry = label === 'spam' ? SPAM : HAM
  const end = ends.at(-1) ?? 0
  let most = 0
  for (let i = 0; i < end; i++) {
    const at = (places[i] ?? 0) + entry
    const next = (slots[at] ?? 0) + 1
    slots[at] = next
    if (next > most) most = next
  }
  if (most >= state.logs.length) state.logs = logsUpTo(2 * most)
  if (label === 'spam') state.spam++
  else state.ham++
}
