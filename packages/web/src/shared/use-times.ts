import { useMemo } from 'react'
import { useLanguage } from '../i18n/use-language.ts'

/** Writes times of the API for the reader. */
export interface Times {
  /** `Nov 27, 2026` */
  readonly day: (time: string) => string
  /** `Nov 27, 2026, 11:38 PM` */
  readonly moment: (time: string) => string
}

/** Times in the reader's language, and in the time zone where they are. */
export function useTimes(): Times {
  const language = useLanguage()
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
    const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
    return {
      day: (time) => day.format(new Date(time)),
      moment: (time) => moment.format(new Date(time)),
    }
  }, [language])
}
