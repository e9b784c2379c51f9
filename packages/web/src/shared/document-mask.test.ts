import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hasDocumentShape, maskDocument, maskEdit } from './document-mask.ts'

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

describe('maskEdit', () => {
  /** `|` is the caret. */
  const edit = (typed: string, inputType = 'insertText') => {
    const { masked, caret } = maskEdit({
      typed: typed.replace('|', ''),
      caret: typed.indexOf('|'),
      inputType,
    })
    return `${masked.slice(0, caret)}|${masked.slice(caret)}`
  }

  const typing = [
    ['|', '|'],
    ['5299|', '529.9|'],
    ['529.1|982.247-2', '529.1|98.224-72'],
    ['529.12|98.224-7', '529.12|9.822-47'],
    ['1529|.982.247-25', '15.29|9.822/4725'],
    ['12.a|345', '12.A|34.5'],
    ['  529.982.247-25 |', '529.982.247-25|'],
  ] as const
  for (const [typed, shown] of typing) {
    it(`shows ${shown} for ${typed}`, () => {
      assert.equal(edit(typed), shown)
    })
  }

  it('steps back over a mark, and forwards', () => {
    assert.equal(edit('529|982.247-25', 'deleteContentBackward'), '529|.982.247-25')
    assert.equal(edit('529|982.247-25', 'deleteContentForward'), '529.|982.247-25')
    assert.equal(edit('529.982.247-|', 'deleteContentForward'), '529.982.247|')
  })

  it('drops of what is too much what was put in, and nothing that stands behind it', () => {
    assert.equal(edit('11.9|222.333/0001-81'), '11|.222.333/0001-81')
    assert.equal(edit('11.222.333/0001-819|'), '11.222.333/0001-81|')
    assert.equal(edit('|11.222.333/0001-8199'), '|11.222.333/0001-81')
  })
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
