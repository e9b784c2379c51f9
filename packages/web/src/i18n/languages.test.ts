import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isLanguage, languageFor } from './languages.ts'

describe('languageFor', () => {
  it('takes the first language that the page speaks', () => {
    assert.equal(languageFor(['de-DE', 'pt-BR', 'en']), 'pt-BR')
    assert.equal(languageFor(['en-GB', 'pt-BR']), 'en')
  })

  it('speaks Brazilian Portuguese to everybody who reads Portuguese', () => {
    assert.equal(languageFor(['pt-PT']), 'pt-BR')
    assert.equal(languageFor(['PT']), 'pt-BR')
  })

  it('speaks English where nothing fits', () => {
    assert.equal(languageFor(['de', 'fr-CA']), 'en')
    assert.equal(languageFor([]), 'en')
  })
})

describe('isLanguage', () => {
  it('knows the tags as they are written', () => {
    assert.ok(isLanguage('pt-BR'))
    assert.ok(!isLanguage('pt') && !isLanguage(null))
  })
})
