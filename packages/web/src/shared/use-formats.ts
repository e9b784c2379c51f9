import { useMemo } from 'react'
import { useLanguage } from '../i18n/use-language.ts'

/** How numbers and moments are written in the reader's language. */
export interface Formats {
  readonly number: (value: number, fractionDigits?: number) => string
  /** With its sign, and two digits behind the point: of log-odds. */
  readonly signed: (value: number) => string
  /** 0.0123 is `1.23%`; so many digits behind the point at most. */
  readonly percent: (share: number, fractionDigits?: number) => string
  /** The same, never less than it is: of a bound that must not be claimed too low. */
  readonly percentAtMost: (share: number, fractionDigits: number) => string
  /** A day; the moment is as the API writes it. */
  readonly day: (moment: string) => string
  /** A day in another time zone than the browser's. */
  readonly dayInZone: (moment: string, timeZone: string) => string
  /** A day and the time, to the minute. */
  readonly dayAndTime: (moment: string) => string
  /** Hours and minutes. */
  readonly time: (moment: string) => string
  /** To the second; the moment is in milliseconds since 1970. */
  readonly preciseTime: (moment: number) => string
}

/** The formats of the language that the page speaks, in the time zone of the browser. */
export function useFormats(): Formats {
  const language = useLanguage()
  return useMemo(() => buildFormats(language), [language])
}

const SIGNED = {
  signDisplay: 'always',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
} as const

/** With a minus as wide as a plus. */
function signedNumber(format: Intl.NumberFormat, value: number): string {
  return format.format(value).replace('-', '−')
}

function buildFormats(language: string): Formats {
  const numbers = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options)
  const moments = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, options)
    return (moment: string | number) => format.format(new Date(moment))
  }
  return {
    number: (value, digits = 0) => numbers({ maximumFractionDigits: digits }).format(value),
    signed: (value) => signedNumber(numbers(SIGNED), value),
    percent: (share, digits = 1) =>
      numbers({ style: 'percent', maximumFractionDigits: digits }).format(share),
    percentAtMost: (share, digits) =>
      numbers({ style: 'percent', maximumFractionDigits: digits, roundingMode: 'ceil' }).format(
        share,
      ),
    day: moments({ dateStyle: 'medium' }),
    dayInZone: (moment, timeZone) => moments({ dateStyle: 'medium', timeZone })(moment),
    dayAndTime: moments({ dateStyle: 'medium', timeStyle: 'short' }),
    time: moments({ timeStyle: 'short' }),
    preciseTime: moments({ timeStyle: 'medium' }),
  }
}
