import { useMemo } from 'react'
import { useLanguage } from '../../i18n/use-language.ts'
import { useTimeZone } from './use-decisions.ts'

/** Writes a time of the API as the page's language does, in the zone in which days are meant. */
export function useTimes(): (time: string) => string {
  const language = useLanguage()
  const timeZone = useTimeZone()
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(language, {
      ...{ dateStyle: 'medium', timeStyle: 'short' },
      timeZone,
    })
    return (time) => format.format(new Date(time))
  }, [language, timeZone])
}
