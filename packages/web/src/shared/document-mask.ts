const CPF_LENGTH = 11
const CNPJ_LENGTH = 14

/** Where punctuation stands: behind how many characters, and which. */
const CPF_MARKS: Readonly<Record<number, string>> = { 3: '.', 6: '.', 9: '-' }
const CNPJ_MARKS: Readonly<Record<number, string>> = { 2: '.', 5: '.', 8: '/', 12: '-' }

/**
 * What was typed, punctuated as a CPF while it may be one, and as a CNPJ from the first letter or
 * the twelfth character on.
 */
export function maskDocument(typed: string): string {
  const bare = bareDocument(typed).slice(0, CNPJ_LENGTH)
  const isCpf = bare.length <= CPF_LENGTH && /^\d*$/u.test(bare)
  const marks = isCpf ? CPF_MARKS : CNPJ_MARKS
  return [...bare].map((character, i) => `${marks[i] ?? ''}${character}`).join('')
}

/** Whether it has as many characters as a CPF or a CNPJ; the server checks its check digits. */
export function hasDocumentShape(typed: string): boolean {
  const bare = bareDocument(typed)
  return /^(?:\d{11}|[0-9A-Z]{12}\d{2})$/u.test(bare)
}

function bareDocument(typed: string): string {
  return typed.toUpperCase().replace(/[^0-9A-Z]/gu, '')
}
