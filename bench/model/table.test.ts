import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { numberText, tableOf } from './table.ts'

describe('tableOf', () => {
  it('aligns what was measured beside its goals', () => {
    const table = tableOf([
      { name: 'SMS a second', measured: 412_345.6, unit: '1/s', must: '>= 400,000', dream: '' },
      { name: 'peer', measured: 'not here', unit: '', must: '', dream: '' },
    ])
    assert.deepEqual(table.split('\n'), [
      '|              | measured | unit | must       | dream |',
      '| ------------ | -------- | ---- | ---------- | ----- |',
      '| SMS a second | 412,346  | 1/s  | >= 400,000 |       |',
      '| peer         | not here |      |            |       |',
      '',
    ])
  })
})

describe('numberText', () => {
  for (const [value, text] of [
    [0.123456, '0.1235'],
    [99.4567, '99.46'],
    [999.96, '1000'],
    [816_816, '816,816'],
    [-1234.5, '-1,234'],
    [0, '0'],
    [Number.NaN, 'NaN'],
  ] as const) {
    it(`writes ${value} as ${text}`, () => {
      assert.equal(numberText(value), text)
    })
  }
})
