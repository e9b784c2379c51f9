import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linearScore, trainLinear } from './linear-model.ts'
import { buildMatrix, GROUPS, MARKS, type Matrix } from './matrix.ts'
import { toyCorpus } from './testing/toy-corpus.ts'

const matrix = buildMatrix(toyCorpus(120, 1), { bits: 12, gramSizes: [3], pairs: true })
const rows = Array.from({ length: matrix.rows }, (_, row) => row)

/** What the support vector machine minimises: 1/2 |w|^2 + C sum of squared margin errors. */
function primal(of: Matrix, weights: Float32Array, bias: number, cost: number): number {
  const length = weights.reduce((sum, w) => sum + w * w, bias * bias)
  const errors = rows.map((row) => {
    const y = of.isSpam[row] === 1 ? 1 : -1
    return Math.max(0, 1 - y * linearScore(of, row, { weights, bias })) ** 2
  })
  return length / 2 + cost * errors.reduce((sum, e) => sum + e, 0)
}

describe('trainLinear', () => {
  const model = trainLinear(matrix, rows, { cost: 1, seed: 1 })

  it('separates what can be separated', () => {
    for (const row of rows) {
      const y = matrix.isSpam[row] === 1 ? 1 : -1
      assert.ok(y * linearScore(matrix, row, model) > 0, `row ${row}`)
    }
  })

  it('ends near the least of what it minimises: no step along any feature helps by a percent', () => {
    const least = primal(matrix, model.weights, model.bias, 1)
    assert.ok(least < primal(matrix, new Float32Array(matrix.columns), 0, 1))
    for (const id of new Set(matrix.ids.subarray(0, 200))) {
      for (const change of [-0.02, 0.02]) {
        const moved = model.weights.slice()
        moved[id] = (moved[id] ?? 0) + change
        assert.ok(primal(matrix, moved, model.bias, 1) > 0.99 * least)
      }
    }
  })

  it('reaches the same optimum from another order of rows', () => {
    const other = trainLinear(matrix, rows.toReversed(), { cost: 1, seed: 99 })
    const [a, b] = [model, other].map(({ weights, bias }) => primal(matrix, weights, bias, 1))
    assert.ok(Math.abs((a ?? 0) / (b ?? 1) - 1) < 0.01, `${a} ${b}`)
  })

  it('learns nothing from rows that it is not given', () => {
    const one = trainLinear(matrix, [0, 1], { cost: 1, seed: 1 })
    const seen = new Set(matrix.ids.subarray(0, matrix.marks[2 * MARKS] ?? 0))
    assert.ok(one.weights.every((w, id) => w === 0 || seen.has(id)))
  })
})

describe('buildMatrix', () => {
  it('gives each group of a row its own length: 1.5, 1 and a half', () => {
    for (const row of rows) {
      const [m0 = 0, , m2 = 0, m3 = 0, m4 = 0] = matrix.marks.subarray(row * MARKS)
      const [w = 0, c = 0, h = 0] = matrix.scales.subarray(row * GROUPS)
      const lengths = [(m2 - m0) * w * w, (m3 - m2) * c * c, (m4 - m3) * h * h]
      const expected = [2.25, 1, 0.25]
      assert.ok(lengths.every((length, i) => Math.abs(length - (expected[i] ?? 0)) < 1e-12))
    }
  })
})
