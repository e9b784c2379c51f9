import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { type Fault, Refusal } from '@hamlet/client'
import i18next, { type TFunction } from 'i18next'
import { texts as english } from '../texts/texts.en.ts'
import { texts as portuguese } from '../texts/texts.pt-BR.ts'
import { wordsOf } from './refusal-words.ts'

const refuse = (code: string, faults: readonly Fault[] = [], detail = '') =>
  new Refusal({ code, faults, status: 422, title: 'A title', detail, requestId: undefined })

describe('wordsOf', () => {
  let inEnglish: TFunction<'shared'>
  let inPortuguese: TFunction<'shared'>

  before(async () => {
    const resources = { en: { shared: english }, 'pt-BR': { shared: portuguese } }
    await i18next.init({ lng: 'en', resources, ns: ['shared'], defaultNS: 'shared' })
    inEnglish = i18next.getFixedT('en', 'shared')
    inPortuguese = i18next.getFixedT('pt-BR', 'shared')
  })

  it('names the number that was not kept to, where the server told it', () => {
    const detail = 'has more than 32000 characters'
    const fault = { pointer: '#/text', code: 'too-long', limit: 32_000, detail }
    const tooLong = refuse('text-too-long', [fault])
    assert.equal(
      wordsOf(tooLong, inEnglish),
      'The text is longer than the 32,000 characters that the server takes.',
    )
    assert.equal(
      wordsOf(tooLong, inPortuguese),
      'O texto tem mais do que os 32.000 caracteres que o servidor aceita.',
    )
    assert.equal(wordsOf(refuse('text-too-long'), inEnglish), english.refusals['text-too-long'])
  })

  it("says the server's own words, or its title, of a code that it does not know", () => {
    assert.equal(wordsOf(refuse('of-a-later-server', [], 'No more.'), inEnglish), 'No more.')
    assert.equal(wordsOf(refuse('of-a-later-server'), inEnglish), 'A title')
  })

  it('does not blame the server for what went wrong in the page, or for a damaged model', () => {
    assert.equal(wordsOf(new RangeError('broken'), inEnglish), english.broken)
    const damaged = Object.assign(new Error('cut'), { name: 'ModelFileError' })
    assert.equal(wordsOf(damaged, inEnglish), english.damagedModel)
    assert.equal(wordsOf(damaged, inPortuguese), portuguese.damagedModel)
  })
})
