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

/** A field as a key, a paste or a drop left it. */
export interface DocumentEdit {
  readonly typed: string
  /** Where the caret stands in it. */
  readonly caret: number
  /** What happened, as `InputEvent.inputType` says. */
  readonly inputType: string | undefined
}

/**
 * Masks what was typed, and keeps the caret at the same characters. What does not fit is left out of
 * what was put in last, never of what stands behind it.
 *
 * Mantine's `useMask` cannot do this: once all digits of a CPF are there it takes no twelfth, which
 * would make a CNPJ of it, and no letter before.
 */
export function maskEdit({ typed, caret, inputType }: DocumentEdit): {
  readonly masked: string
  readonly caret: number
} {
  const after = bareDocument(typed.slice(caret)).slice(0, CNPJ_LENGTH)
  const before = bareDocument(typed.slice(0, caret)).slice(0, CNPJ_LENGTH - after.length)
  const masked = maskDocument(before + after)
  // Deleting forwards steps over a mark, which comes back: the next time deletes what is behind it.
  const isForwards = inputType === 'deleteContentForward' && after !== ''
  const place = isForwards
    ? placeBehind(masked, before.length + 1) - 1
    : placeBehind(masked, before.length)
  return { masked, caret: place }
}

function placeBehind(masked: string, characters: number): number {
  let place = 0
  for (let seen = 0; seen < characters; place++) {
    if (bareDocument(masked.charAt(place)) !== '') seen++
  }
  return place
}

/** Whether it has as many characters as a CPF or a CNPJ; the server checks its check digits. */
export function hasDocumentShape(typed: string): boolean {
  const bare = bareDocument(typed)
  return /^(?:\d{11}|[0-9A-Z]{12}\d{2})$/u.test(bare)
}

function bareDocument(typed: string): string {
  return typed.toUpperCase().replace(/[^0-9A-Z]/gu, '')
}
