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

/** Pixels for all letters of a word in the ring; a digit is a little more than half as wide as its font is high. */
const RING_ROOM = 180

/** The size of a word that must fit into the ring, `most` if it is short; in pixels. */
export function fontSizeIn(word: string, most: number): number {
  return Math.min(most, Math.floor(RING_ROOM / word.length))
}
