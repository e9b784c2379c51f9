import { type Fault, Refusal } from '@hamlet/client'
import type { TFunction } from 'i18next'
import { fieldOf, wordsOf } from './refusal-words.ts'

/**
 * What a refusal says of each field, for `form.setErrors`, in the reader's language; empty where it
 * names none.
 *
 * A refusal that is about one thing (`document-invalid`) speaks for the field it points at, unless
 * there is a number to tell (`password-too-short`).
 */
export function fieldFaults(
  error: unknown,
  t: TFunction<'shared'>,
): Readonly<Record<string, string>> {
  if (!(error instanceof Refusal)) return {}
  const isGeneral = error.code === 'invalid-request'
  return Object.fromEntries(
    error.faults.map((fault) => [
      fieldOf(fault.pointer),
      isGeneral || fault.limit !== undefined ? faultWords(fault, t) : wordsOf(error, t),
    ]),
  )
}

/** The server's own words where there are none for the code, or its number is missing. */
function faultWords({ code, limit, detail }: Fault, t: TFunction<'shared'>): string {
  if (code === undefined || (code.startsWith('too-') && limit === undefined)) return detail
  return String(t([`fieldFaults.${code}`] as never, { limit, defaultValue: detail }))
}
