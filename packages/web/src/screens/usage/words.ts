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

/** A moment as clocks show it in a time zone: `December 1, 2026 at 12:00 AM GMT-3`. */
export function momentIn(timeZone: string, moment: string, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(moment))
}
