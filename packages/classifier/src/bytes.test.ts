import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { asciiJson, asciiText, hex, utf8 } from './bytes.ts'
import { anyText } from './testing/any-text.ts'

describe('utf8', () => {
  it('is what Node makes of well-formed strings', () => {
    fc.assert(
      fc.property(
        anyText().filter((text) => text.isWellFormed()),
        (text) => {
          assert.equal(hex(utf8(text)), Buffer.from(text, 'utf8').toString('hex'))
        },
      ),
    )
  })

  it('tells lone surrogates apart', () => {
    assert.equal(hex(utf8('\ud800')), 'eda080')
    assert.equal(hex(utf8('\udfff')), 'edbfbf')
  })
})

describe('asciiJson', () => {
  it('comes back through asciiText and JSON.parse', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = asciiText(asciiJson(value))
        assert.deepEqual(JSON.parse(text ?? 'none'), JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('writes no byte above 127', () => {
    assert.equal(asciiText(asciiJson('é€')), '"\\u00e9\\u20ac"')
  })
})

describe('asciiText', () => {
  it('refuses what is not ASCII', () => assert.equal(asciiText(Uint8Array.of(65, 200)), undefined))
})
