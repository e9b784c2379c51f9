import type { InputFault } from './errors.ts'

/** Whether a text can be stored: it holds no NUL character and no half of a surrogate pair. */
export function isUnicode(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** The fault of a text that is not, at this place. */
export function notUnicode(pointer: string): InputFault {
  const detail = 'holds a NUL character or half of a surrogate pair'
  return { pointer, code: 'not-unicode', detail }
}
