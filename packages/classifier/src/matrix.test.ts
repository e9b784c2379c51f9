import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linearScore, trainLinear } from './linear-model.ts'
import { buildMatrix, packColumns, unpackWeights } from './matrix.ts'
import { toyCorpus } from './testing/toy-corpus.ts'

describe('packColumns', () => {
  const matrix = buildMatrix(toyCorpus(60, 1), { bits: 12, gramSizes: [3], pairs: true })
  const packed = packColumns(matrix)
  const rows = Array.from({ length: matrix.rows }, (_, row) => row)

  it('leaves the columns that rows have, in the order in which they are met', () => {
    assert.deepEqual([...packed.columns], [...new Set(matrix.ids)])
    assert.equal(packed.matrix.columns, packed.columns.length)
    assert.deepEqual(
      packed.matrix.ids.map((id) => packed.columns[id] ?? -1),
      matrix.ids,
    )
  })

  it('changes nothing of what is learned, to the last bit', () => {
    const options = { cost: 1, seed: 1 }
    const direct = trainLinear(matrix, rows, options)
    const { weights, bias } = trainLinear(packed.matrix, rows, options)
    const unpacked = { weights: unpackWeights(weights, packed.columns, matrix.columns), bias }
    assert.deepEqual(unpacked, direct)
    assert.equal(linearScore(matrix, 7, unpacked), linearScore(matrix, 7, direct))
  })
})
