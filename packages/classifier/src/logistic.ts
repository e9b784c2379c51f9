/** A logistic regression on few inputs: p = 1 / (1 + exp(-(bias + slopes . x))). */
export interface Logistic {
  readonly slopes: readonly number[]
  readonly bias: number
}

const ROUNDS_AT_MOST = 60
/** Deviations below this share of the mean are rounding. */
const ROUNDING = 1e-9
/** Penalty on the slopes of standardised inputs. */
const PENALTY = 0.01

/**
 * Fits a logistic regression to scores that were made without the row they score.
 *
 * Inputs are standardised, since naive Bayes scores of long texts reach thousands; targets are
 * Platt's, so that separable scores give finite slopes; Newton steps are halved until they improve,
 * since plain Newton diverges on separable scores.
 *
 * @param columns  One array per input, all as long as `isSpam`, finite.
 * Source: Platt 1999, "Probabilistic Outputs for Support Vector Machines", section 2.2; Lin, Lin and
 * Weng 2007, "A Note on Platt's Probabilistic Outputs".
 */
export function fitLogistic(columns: readonly Float64Array[], isSpam: Uint8Array): Logistic {
  const standards = columns.map(standardOf)
  const inputs = columns.map((column, k) => standardise(column, standards[k] ?? UNIT))
  const targets = plattTargets(isSpam)
  const weights = minimise(inputs, targets)
  const slopes = standards.map(({ deviation }, k) => (weights[k] ?? 0) / deviation)
  const shift = standards.reduce((sum, { mean }, k) => sum + (slopes[k] ?? 0) * mean, 0)
  return { slopes, bias: (weights[columns.length] ?? 0) - shift }
}

interface Standard {
  readonly mean: number
  readonly deviation: number
}

const UNIT: Standard = { mean: 0, deviation: 1 }

function standardOf(column: Float64Array): Standard {
  const mean = column.reduce((sum, x) => sum + x, 0) / column.length
  const variance = column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length
  const deviation = Math.sqrt(variance)
  // What differs by rounding only is a constant, which says nothing.
  return { mean, deviation: deviation > ROUNDING * Math.abs(mean) ? deviation : 1 }
}

function standardise(column: Float64Array, { mean, deviation }: Standard): Float64Array {
  return column.map((x) => (x - mean) / deviation)
}

function plattTargets(isSpam: Uint8Array): Float64Array {
  const spam = isSpam.reduce((sum, x) => sum + x, 0)
  const high = (spam + 1) / (spam + 2)
  const low = 1 / (isSpam.length - spam + 2)
  return Float64Array.from(isSpam, (x) => (x === 1 ? high : low))
}

function minimise(inputs: readonly Float64Array[], targets: Float64Array): number[] {
  const mean = targets.reduce((sum, t) => sum + t, 0) / targets.length
  let weights = [...inputs.map(() => 0), Math.log(mean / (1 - mean))]
  let loss = lossOf(inputs, targets, weights)
  for (let round = 0; round < ROUNDS_AT_MOST; round++) {
    const next = newtonStep(inputs, targets, weights, loss)
    const gain = loss - next.loss
    if (!(gain > 0)) break
    weights = next.weights
    loss = next.loss
    if (gain < 1e-9 * (1 + Math.abs(loss))) break
  }
  return weights
}

interface Attempt {
  readonly weights: number[]
  readonly loss: number
}

function newtonStep(
  inputs: readonly Float64Array[],
  targets: Float64Array,
  weights: readonly number[],
  loss: number,
): Attempt {
  const { gradient, hessian } = derivatives(inputs, targets, weights)
  const direction = solve(hessian, gradient)
  for (let size = 1; size > 1e-6; size /= 2) {
    const attempt = weights.map((w, k) => w - size * (direction[k] ?? 0))
    const attemptLoss = lossOf(inputs, targets, attempt)
    if (attemptLoss <= loss) return { weights: attempt, loss: attemptLoss }
  }
  return { weights: [...weights], loss }
}

function scoreAt(inputs: readonly Float64Array[], weights: readonly number[], i: number): number {
  let score = weights[inputs.length] ?? 0
  for (let k = 0; k < inputs.length; k++) score += (weights[k] ?? 0) * (inputs[k]?.[i] ?? 0)
  return score
}

function lossOf(
  inputs: readonly Float64Array[],
  targets: Float64Array,
  weights: readonly number[],
): number {
  let loss = 0
  for (let k = 0; k < inputs.length; k++) loss += 0.5 * PENALTY * (weights[k] ?? 0) ** 2
  for (let i = 0; i < targets.length; i++) {
    const z = scoreAt(inputs, weights, i)
    loss += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - (targets[i] ?? 0) * z
  }
  return loss
}

interface Derivatives {
  readonly gradient: number[]
  readonly hessian: number[][]
}

function derivatives(
  inputs: readonly Float64Array[],
  targets: Float64Array,
  weights: readonly number[],
): Derivatives {
  const size = inputs.length + 1
  const penalties = weights.map((_, k): number => (k < inputs.length ? PENALTY : 1e-9))
  const gradient = weights.map((w, k) => (penalties[k] ?? 0) * w)
  const hessian = penalties.map((penalty, r) => penalties.map((_, c) => (r === c ? penalty : 0)))
  for (let i = 0; i < targets.length; i++) {
    const p = 1 / (1 + Math.exp(-scoreAt(inputs, weights, i)))
    const x = (k: number): number => inputs[k]?.[i] ?? 1
    for (let r = 0; r < size; r++) {
      gradient[r] = (gradient[r] ?? 0) + (p - (targets[i] ?? 0)) * x(r)
      const row = hessian[r] ?? []
      for (let c = 0; c < size; c++) row[c] = (row[c] ?? 0) + p * (1 - p) * x(r) * x(c)
    }
  }
  return { gradient, hessian }
}

/** Solves a small symmetric positive definite system by Gauss-Jordan elimination. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  const size = rows.length
  for (let i = 0; i < size; i++) {
    const pivot = rows[i] ?? []
    for (let r = 0; r < size; r++) {
      const row = rows[r] ?? []
      if (r === i) continue
      const factor = (row[i] ?? 0) / (pivot[i] ?? 1)
      for (let c = i; c <= size; c++) row[c] = (row[c] ?? 0) - factor * (pivot[c] ?? 0)
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1))
}
