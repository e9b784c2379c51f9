import { Refusal } from '@hamlet/client'
import type { TFunction } from 'i18next'
import { fieldOf, wordsOf } from './refusal-words.ts'

/**
 * What a refusal says of each field, for `form.setErrors`; empty where it names none.
 *
 * A refusal that is about one thing (`document-invalid`) speaks for the field it points at.
 */
export function fieldFaults(
  error: unknown,
  t: TFunction<'shared'>,
): Readonly<Record<string, string>> {
  if (!(error instanceof Refusal)) return {}
  const isGeneral = error.code === 'invalid-request'
  return Object.fromEntries(
    error.faults.map(({ pointer, detail }) => [
      fieldOf(pointer),
      isGeneral ? detail : wordsOf(error, t),
    ]),
  )
}
