import { cnpj, cpf } from 'cpf-cnpj-validator'

/** The punctuation in which the Receita Federal writes both documents, and spaces. */
const PUNCTUATION = /[.\-/\s]/gu

/** The form under which documents are stored and compared: no punctuation, capital letters. */
export function bareDocument(document: string): string {
  return document.replace(PUNCTUATION, '').toUpperCase()
}

/**
 * Whether this is a CPF or a CNPJ, alphanumeric ones included, with right check digits.
 *
 * @param bare  As `bareDocument` gives it.
 *
 * Source: Receita Federal, Nota Técnica conjunta COCAD/SUARA/RFB 49/2024 (alphanumeric CNPJ).
 */
export function isDocument(bare: string): boolean {
  return cpf.isValid(bare, true) || cnpj.isValid(bare, true)
}
