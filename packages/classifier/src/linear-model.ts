import { GROUPS, MARKS, type Matrix, sumOf, type Weights } from './matrix.ts'
import { openRandom, type Random } from './random.ts'

/** A separating hyperplane over a matrix's columns. */
export interface LinearModel {
  readonly weights: Weights
  readonly bias: number
}

/** What the support vector machine is trained with. */
export interface LinearOptions {
  /** The price C of a margin error. */
  readonly cost: number
  readonly seed: number
}

/** Stop when the projected gradients of a pass span less than this. */
const TOLERANCE = 0.1
const PASSES_AT_MOST = 200
/** Gradients below this move nothing. */
const NEGLIGIBLE = 1e-12

/**
 * Trains an L2-regularised support vector machine with squared hinge loss on some rows of a matrix.
 *
 * Source: Hsieh et al. 2008, "A Dual Coordinate Descent Method for Large-scale Linear SVM",
 * algorithm 3 (with shrinking); the bias is a feature of value 1.
 *
 * Cost: O(features of the rows) per pass, about ten passes.
 */
export function trainLinear(
  matrix: Matrix,
  rows: ArrayLike<number>,
  options: LinearOptions,
): LinearModel {
  const dual = startDual(matrix, rows, options.cost)
  const random = openRandom(options.seed)
  for (let pass = 0; pass < PASSES_AT_MOST; pass++) {
    const { largest, smallest } = runPass(dual, random)
    if (largest - smallest > TOLERANCE) {
      dual.shrinkAbove = largest <= 0 ? Infinity : largest
      continue
    }
    if (dual.active === dual.order.length) break
    dual.active = dual.order.length
    dual.shrinkAbove = Infinity
  }
  return { weights: dual.weights, bias: dual.bias }
}

/** The score of a row: positive for spam, at least 1 in magnitude outside the margin. */
export function linearScore(matrix: Matrix, row: number, { weights, bias }: LinearModel): number {
  const { marks, scales } = matrix
  const at = row * MARKS
  const wordsEnd = marks[at + 2] ?? 0
  const gramsEnd = marks[at + 3] ?? 0
  const words = sumOf(matrix, weights, marks[at] ?? 0, wordsEnd)
  const grams = sumOf(matrix, weights, wordsEnd, gramsEnd)
  const shapes = sumOf(matrix, weights, gramsEnd, marks[at + 4] ?? 0)
  const group = row * GROUPS
  return (
    words * (scales[group] ?? 0) +
    grams * (scales[group + 1] ?? 0) +
    shapes * (scales[group + 2] ?? 0) +
    bias
  )
}

interface Dual {
  readonly matrix: Matrix
  readonly rows: ArrayLike<number>
  readonly weights: Weights
  bias: number
  /** The dual variable of each row. */
  readonly alpha: Float64Array
  /** 1 / (2 C) by row, C times its weight: the diagonal that squared hinge loss adds. */
  readonly diagonal: Float64Array
  /** The diagonal plus the squared length of each row. */
  readonly curvature: Float64Array
  /** Rows (as positions in `rows`), the first `active` of which are still worked on. */
  readonly order: Int32Array
  active: number
  /** A row at its bound with a gradient above this is set aside. */
  shrinkAbove: number
}

function startDual(matrix: Matrix, rows: ArrayLike<number>, cost: number): Dual {
  const diagonal = Float64Array.from(rows, (row) => 0.5 / (cost * (matrix.weights[row] ?? 1)))
  const curvature = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    curvature[i] = (diagonal[i] ?? 0) + 1 + squaredLength(matrix, rows[i] ?? 0)
  }
  return {
    matrix,
    rows,
    weights: new Float32Array(matrix.columns),
    bias: 0,
    alpha: new Float64Array(rows.length),
    diagonal,
    curvature,
    order: Int32Array.from(rows, (_, i) => i),
    active: rows.length,
    shrinkAbove: Infinity,
  }
}

function squaredLength({ marks, scales }: Matrix, row: number): number {
  let sum = 0
  for (let group = 0; group < GROUPS; group++) {
    const at = row * MARKS + group + 1
    const from = group === 0 ? (marks[at - 1] ?? 0) : (marks[at] ?? 0)
    const scale = scales[row * GROUPS + group] ?? 0
    sum += scale * scale * ((marks[at + 1] ?? 0) - from)
  }
  return sum
}

/** One pass over the active rows in random order; gives the span of their projected gradients. */
function runPass(dual: Dual, random: Random): { largest: number; smallest: number } {
  const { order, alpha } = dual
  let largest = -Infinity
  let smallest = Infinity
  shuffleActive(dual, random)
  for (let at = 0; at < dual.active; at++) {
    const i = order[at] ?? 0
    const gradient = gradientOf(dual, i)
    let projected = gradient
    if (alpha[i] === 0) {
      if (gradient > dual.shrinkAbove) {
        setAside(dual, at--)
        continue
      }
      projected = Math.min(gradient, 0)
    }
    largest = Math.max(largest, projected)
    smallest = Math.min(smallest, projected)
    if (Math.abs(projected) > NEGLIGIBLE) step(dual, i, gradient)
  }
  return { largest, smallest }
}

function shuffleActive(dual: Dual, random: Random): void {
  for (let i = 0; i < dual.active; i++) {
    swap(dual.order, i, i + Math.floor(random() * (dual.active - i)))
  }
}

function setAside(dual: Dual, at: number): void {
  dual.active--
  swap(dual.order, at, dual.active)
}

function swap(order: Int32Array, i: number, j: number): void {
  const held = order[i] ?? 0
  order[i] = order[j] ?? 0
  order[j] = held
}

function signOf(dual: Dual, i: number): number {
  return dual.matrix.isSpam[dual.rows[i] ?? 0] === 1 ? 1 : -1
}

function gradientOf(dual: Dual, i: number): number {
  const score = linearScore(dual.matrix, dual.rows[i] ?? 0, dual)
  return signOf(dual, i) * score - 1 + (dual.diagonal[i] ?? 0) * (dual.alpha[i] ?? 0)
}

/** Moves one dual variable to its optimum, and the weights with it. */
function step(dual: Dual, i: number, gradient: number): void {
  const { matrix, alpha, curvature } = dual
  const old = alpha[i] ?? 0
  const next = Math.max(old - gradient / (curvature[i] ?? 1), 0)
  alpha[i] = next
  const change = (next - old) * signOf(dual, i)
  const row = dual.rows[i] ?? 0
  for (let group = 0; group < GROUPS; group++) {
    addToGroup(matrix, dual.weights, row, group, change)
  }
  dual.bias += change
}

function addToGroup(
  matrix: Matrix,
  weights: Weights,
  row: number,
  group: number,
  change: number,
): void {
  const { ids, marks, scales } = matrix
  const delta = change * (scales[row * GROUPS + group] ?? 0)
  const from = marks[row * MARKS + (group === 0 ? 0 : group + 1)] ?? 0
  const to = marks[row * MARKS + group + 2] ?? 0
  for (let j = from; j < to; j++) {
    const id = ids[j] ?? 0
    weights[id] = (weights[id] ?? 0) + delta
  }
}
