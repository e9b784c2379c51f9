import { Refusal } from '@hamlet/client'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { wordsOf } from './refusal-words.ts'
import { usageQuery } from './usage.ts'
import { useFormats } from './use-formats.ts'

/** What an error says in the reader's language; of units that are used up, also when there are new ones. */
export function useRefusalWords(error: unknown): string {
  const { t } = useTranslation('shared')
  const { momentInZone } = useFormats()
  const isUsedUp = error instanceof Refusal && error.code === 'quota-exhausted'
  const { data: month } = useQuery({ ...usageQuery(), enabled: isUsedUp })
  const words = wordsOf(error, t)
  if (!isUsedUp || month === undefined) return words
  return `${words} ${t('nextMonth', { when: momentInZone(month.resets_at, month.time_zone) })}`
}
