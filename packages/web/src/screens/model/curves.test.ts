import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decades, drawnBins, drawnRoc, evenTicks, floorOf, leastRate } from './curves.ts'

describe('drawnRoc', () => {
  it('draws what blocks nothing honest where the axis begins', () => {
    const roc = [
      { fpr: 0, recall: 0.2 },
      { fpr: 0.5, recall: 1 },
    ]
    assert.deepEqual(
      drawnRoc(roc, 0.001).map(({ fpr }) => fpr),
      [0.001, 0.5],
    )
  })
})

describe('leastRate', () => {
  it('is a power of ten that one text of so many reaches', () => {
    for (const [ham, least] of [
      [0, 1],
      [1, 1],
      [9, 0.1],
      [5000, 0.0001],
      [25_000, 0.00001],
    ] as const) {
      assert.ok(Math.abs(leastRate(ham) - least) < 1e-12, String(ham))
    }
  })
})

describe('decades', () => {
  it('goes up to 1', () => {
    assert.deepEqual(decades(1), [1])
    assert.deepEqual(
      decades(0.001).map((one) => one.toPrecision(3)),
      ['0.00100', '0.0100', '0.100', '1.00'],
    )
  })
})

describe('floorOf', () => {
  it('leaves no value below', () => {
    assert.equal(floorOf([0.99, 1]), 0.9)
    assert.equal(floorOf([0.75, 0.9]), 0.7)
    assert.equal(floorOf([0.7]), 0.7)
    assert.equal(floorOf([0, 1]), 0)
    assert.equal(floorOf([]), 0.9)
  })
})

describe('evenTicks', () => {
  it('goes by tenths to 1, and by less where there are one or two', () => {
    assert.deepEqual(evenTicks(0.3), [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    assert.deepEqual(evenTicks(0.8), [0.8, 0.85, 0.9, 0.95, 1])
    assert.deepEqual(evenTicks(0.9), [0.9, 0.92, 0.94, 0.96, 0.98, 1])
  })
})

describe('drawnBins', () => {
  it('leaves empty bins out, and draws the diagonal from end to end', () => {
    const bins = drawnBins([
      { from: 0, to: 0.5, count: 0, mean_predicted: 0, spam_share: 0 },
      { from: 0.5, to: 1, count: 4, mean_predicted: 0.8, spam_share: 0.75 },
    ])
    assert.deepEqual(
      bins.map(({ predicted, seen, right }) => [predicted, seen, right]),
      [
        [0, null, 0],
        [0.8, 0.75, 0.8],
        [1, null, 1],
      ],
    )
  })
})
