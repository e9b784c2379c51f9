import type { Language } from '../../i18n/languages.ts'

/** The name of a month, `YYYY-MM`: `November 2026`. */
export function monthName(period: string, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${period}-01T00:00:00Z`))
}

/** The name of a day, `YYYY-MM-DD`: `Friday, November 27`. */
export function dayName(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))
}
