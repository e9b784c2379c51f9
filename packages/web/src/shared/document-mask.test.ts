import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasDocumentShape, maskDocument } from './document-mask.ts'

describe('maskDocument', () => {
  const cases = [
    ['', ''],
    ['123', '123'],
    ['1234', '123.4'],
    ['52998224725', '529.982.247-25'],
    ['529.982.247-25', '529.982.247-25'],
    ['529982247251', '52.998.224/7251'],
    ['11222333000181', '11.222.333/0001-81'],
    ['12abc34501de35', '12.ABC.345/01DE-35'],
    ['11222333000181999', '11.222.333/0001-81'],
  ] as const
  for (const [typed, masked] of cases) {
    it(`makes ${JSON.stringify(masked)} of ${JSON.stringify(typed)}`, () => {
      assert.equal(maskDocument(typed), masked)
      assert.equal(maskDocument(masked), masked)
    })
  }
})

describe('hasDocumentShape', () => {
  it('wants 11 digits, or 14 characters that end in two digits', () => {
    for (const good of ['529.982.247-25', '11222333000181', '12.ABC.345/01DE-35']) {
      assert.ok(hasDocumentShape(good), good)
    }
    for (const bad of ['', '529982247', '1122233300018', '12ABC34501DEAB', '1234567890A']) {
      assert.ok(!hasDocumentShape(bad), bad)
    }
  })
})
