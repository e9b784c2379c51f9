import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bareDocument, isDocument } from './document.ts'

const VALID = [
  '12ABC34501DE35',
  '6A3EDMWP000168',
  'D7YDDI5H000162',
  'Q2GROWP7000185',
  '11222333000181',
  '52998224725',
]
const INVALID = [
  '12ABC34501DE34',
  '11111111111111',
  '00000000000000',
  '11111111111',
  'AAAAAAAAAAAAAA',
  '52998224724',
  '5299822472',
  '',
  '529982247255',
  '12ABC34501DEA5',
]

describe('isDocument', () => {
  for (const document of VALID) {
    it(`knows ${document}`, () => assert.ok(isDocument(document)))
  }
  for (const document of INVALID) {
    it(`refuses "${document}"`, () => assert.ok(!isDocument(document)))
  }
})

describe('bareDocument', () => {
  it('drops punctuation and lifts letters', () => {
    assert.equal(bareDocument(' 12.abc.345/01de-35 '), '12ABC34501DE35')
    assert.equal(bareDocument('529.982.247-25'), '52998224725')
  })

  it('keeps what it does not know, so that the check refuses it', () => {
    assert.ok(!isDocument(bareDocument('529x982x247x25')))
  })
})
