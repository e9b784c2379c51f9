import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { Refusal, type RefusalFacts } from '@hamlet/client'
import i18next, { type TFunction } from 'i18next'
import { texts as english } from '../texts/texts.en.ts'
import { texts as portuguese } from '../texts/texts.pt-BR.ts'
import { fieldFaults } from './field-faults.ts'

const refuse = (code: string, faults: RefusalFacts['faults']) =>
  new Refusal({ code, faults, status: 422, title: '', detail: '', requestId: undefined })

describe('fieldFaults', () => {
  let inEnglish: TFunction<'shared'>
  let inPortuguese: TFunction<'shared'>

  before(async () => {
    const resources = { en: { shared: english }, 'pt-BR': { shared: portuguese } }
    await i18next.init({ lng: 'en', resources, ns: ['shared'], defaultNS: 'shared' })
    inEnglish = i18next.getFixedT('en', 'shared')
    inPortuguese = i18next.getFixedT('pt-BR', 'shared')
  })

  it('says what is wrong with each field by its code, in the language of the reader', () => {
    const refusal = refuse('invalid-request', [
      { pointer: '#/email', code: 'malformed', detail: 'must match format "email"' },
      { pointer: '#/phone', code: 'too-long', limit: 1234, detail: 'must NOT have more ...' },
      { pointer: '#/query/from', code: 'malformed', detail: 'must match format "date"' },
      { pointer: '#/scopes/0', code: 'not-one-of', detail: 'must be one of ...' },
    ])
    assert.deepEqual(fieldFaults(refusal, inEnglish), {
      email: 'This does not have the right form.',
      phone: 'Too long: at most 1,234 characters.',
      from: 'This does not have the right form.',
      scopes: 'This is none of what there is to choose from.',
    })
    assert.deepEqual(fieldFaults(refusal, inPortuguese), {
      email: 'Isto não tem a forma certa.',
      phone: 'Longo demais: no máximo 1.234 caracteres.',
      from: 'Isto não tem a forma certa.',
      scopes: 'Isto não é nenhuma das opções que existem.',
    })
  })

  it('lets a refusal about one thing speak for its field, and tells the number where there is one', () => {
    const detail = 'is shorter than 10 characters'
    const tooShort = { pointer: '#/password', code: 'too-short', limit: 10, detail }
    assert.deepEqual(fieldFaults(refuse('password-too-short', [tooShort]), inEnglish), {
      password: 'Too short. Characters at least: 10.',
    })
    const malformed = { pointer: '#/document_number', code: 'malformed', detail: 'is not a CPF' }
    assert.deepEqual(fieldFaults(refuse('document-invalid', [malformed]), inEnglish), {
      document_number: 'This is not a valid CPF or CNPJ.',
    })
  })

  it("falls back to the server's words for a code of a later server, none, or a number that is missing", () => {
    for (const code of [{ code: 'of-a-later-server' }, {}, { code: 'too-long' }]) {
      const fault = { pointer: '#/name', ...code, detail: 'is not as it should be' }
      assert.deepEqual(fieldFaults(refuse('invalid-request', [fault]), inPortuguese), {
        name: 'is not as it should be',
      })
    }
  })

  it('has nothing to say of what is no refusal', () => {
    assert.deepEqual(fieldFaults(new Error('broken'), inEnglish), {})
  })
})
