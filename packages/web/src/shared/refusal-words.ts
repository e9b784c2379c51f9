import { Refusal } from '@hamlet/client'
import type { TFunction } from 'i18next'
import { OutdatedPage } from './outdated-page.ts'

/**
 * What a refusal says in the reader's language, with the number that was not kept to; the server's own
 * words where there are none. What is no refusal went wrong in the page itself.
 */
export function wordsOf(error: unknown, t: TFunction<'shared'>): string {
  if (error instanceof OutdatedPage) return t('outdated')
  if (isDamagedModel(error)) return t('damagedModel')
  if (!(error instanceof Refusal)) return t('broken')
  const limit = error.faults.find((fault) => fault.limit !== undefined)?.limit
  const keys = [`refusals.${error.code}`, 'refusals.none']
  if (limit !== undefined) keys.unshift(`refusalsOfLimit.${error.code}`)
  const words = t(keys as never, { limit, defaultValue: '' })
  return String(words) || error.message || error.title || t('refusals.internal')
}

/** By its name: a worker's errors lose their class on the way, and the classifier is loaded later than this. */
function isDamagedModel(error: unknown): boolean {
  return error instanceof Error && error.name === 'ModelFileError'
}

/** The name of the field that a fault is about: `#/email` and `#/query/email` are `email`; empty for the whole body. */
export function fieldOf(pointer: string): string {
  return pointer.replace(/^#\/?(?:query\/)?/u, '').split('/')[0] ?? ''
}
