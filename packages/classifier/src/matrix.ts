import { findFeatures } from './features.ts'
import { gramScale, shapeScale, wordScale } from './scales.ts'
import { SHAPE_SLOTS } from './shapes.ts'
import type { Example } from './units.ts'
import { buildWorkspace, type FeatureOptions, type Workspace } from './workspace.ts'

/** The features of many texts, row by row: all that training looks at. */
export interface Matrix {
  readonly rows: number
  /** Hashed features are below 2^bits, shape features follow. */
  readonly columns: number
  readonly ids: Int32Array
  /** Per row {@link MARKS} entries: where its words, compounds, grams and shapes begin, and its end. */
  readonly marks: Int32Array
  /** 1 for spam, 0 for ham. */
  readonly isSpam: Uint8Array
  /** What each row counts for beside the others. */
  readonly weights: Float64Array
  /** Per row {@link GROUPS} factors: what a weight of each group counts for in that row. */
  readonly scales: Float64Array
}

/** An example, and what it counts for beside the others; default 1. */
export interface WeightedExample extends Example {
  readonly weight?: number
}

/** Entries of `marks` per row. */
export const MARKS = 5
/** Groups of features that are normalised on their own: words, grams, shapes. */
export const GROUPS = 3

/** Turns texts into rows of features. Cost: O(total length) time, 4 bytes per feature. */
export function buildMatrix(examples: readonly WeightedExample[], options: FeatureOptions): Matrix {
  const ws = buildWorkspace(options)
  const groups = [ws.words, ws.compounds, ws.grams, ws.shapes]
  const marks = new Int32Array(examples.length * MARKS)
  const scales = new Float64Array(examples.length * GROUPS)
  let ids = new Int32Array(1 << 16)
  let end = 0
  for (const [row, { text }] of examples.entries()) {
    findFeatures(ws, text)
    marks[row * MARKS] = end
    for (const [group, list] of groups.entries()) {
      if (end + list.count > ids.length) ids = grown(ids, end + list.count)
      ids.set(list.ids.subarray(0, list.count), end)
      end += list.count
      marks[row * MARKS + group + 1] = end
    }
    scales.set(scalesOf(ws), row * GROUPS)
  }
  return {
    rows: examples.length,
    columns: 2 ** options.bits + SHAPE_SLOTS,
    ids: ids.subarray(0, end),
    marks,
    isSpam: Uint8Array.from(examples, ({ label }) => (label === 'spam' ? 1 : 0)),
    weights: Float64Array.from(examples, ({ weight = 1 }) => weight),
    scales,
  }
}

function scalesOf({ words, compounds, grams, shapes }: Workspace): number[] {
  return [
    wordScale(words.count + compounds.count),
    gramScale(grams.count),
    shapeScale(shapes.count),
  ]
}

function grown(ids: Int32Array, atLeast: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * atLeast)
  larger.set(ids)
  return larger
}

/** A matrix without the columns that no row has, and the column of each that is left. */
export interface PackedMatrix {
  readonly matrix: Matrix
  readonly columns: Int32Array
}

/**
 * Numbers the columns that rows have anew, in the order in which they are met: what learners keep by
 * column becomes small enough for the caches, and what is read together lies together.
 */
export function packColumns(matrix: Matrix): PackedMatrix {
  const numbers = new Int32Array(matrix.columns).fill(-1)
  const columns = new Int32Array(matrix.columns)
  let count = 0
  const ids = matrix.ids.map((id) => {
    const known = numbers[id] ?? -1
    if (known >= 0) return known
    columns[count] = id
    numbers[id] = count
    return count++
  })
  return { matrix: { ...matrix, ids, columns: count }, columns: columns.slice(0, count) }
}

/** The weights of all columns, from those of the columns that were left. */
export function unpackWeights(packed: Weights, columns: Int32Array, all: number): Weights {
  const weights = new Float32Array(all)
  for (const [i, column] of columns.entries()) weights[column] = packed[i] ?? 0
  return weights
}

/** Sums `weights` over the features `from .. to` of a matrix. */
export function sumOf(matrix: Matrix, weights: Weights, from: number, to: number): number {
  const { ids } = matrix
  let sum = 0
  for (let j = from; j < to; j++) sum += weights[ids[j] ?? 0] ?? 0
  return sum
}

/** One weight per column. */
export type Weights = Float32Array
