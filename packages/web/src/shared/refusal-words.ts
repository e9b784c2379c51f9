import { Refusal } from '@hamlet/client'
import type { TFunction } from 'i18next'
import { OutdatedPage } from './outdated-page.ts'

/** What a refusal says in the reader's language; the server's own words where there are none. */
export function wordsOf(error: unknown, t: TFunction<'shared'>): string {
  if (error instanceof OutdatedPage) return t('outdated')
  if (!(error instanceof Refusal)) return t('refusals.internal')
  const words = t([`refusals.${error.code}`, 'refusals.none'] as never, { defaultValue: '' })
  return String(words) || error.message || error.title || t('refusals.internal')
}

/** The name of the field that a fault is about: `#/email` and `#/query/email` are `email`; empty for the whole body. */
export function fieldOf(pointer: string): string {
  return pointer.replace(/^#\/?(?:query\/)?/u, '').split('/')[0] ?? ''
}
