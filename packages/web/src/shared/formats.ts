import type { Language } from '../i18n/languages.ts'

/** How numbers and moments are written in a language. */
export interface Formats {
  readonly number: (value: number, fractionDigits?: number) => string
  /** In kilobytes or megabytes. */
  readonly bytes: (value: number) => string
  /** In seconds or, past a minute and a half, in minutes; rounded up. */
  readonly duration: (seconds: number) => string
  /** With its sign, and two digits behind the point: of log-odds. */
  readonly signed: (value: number) => string
  /** 0.0123 is `1.23%`; so many digits behind the point at most. */
  readonly percent: (share: number, fractionDigits?: number) => string
  /** The same, never less than it is: of a bound that must not be claimed too low. */
  readonly percentAtMost: (share: number, fractionDigits: number) => string
  /** The same, never more than it is: of what goes on, and is not over before it is. */
  readonly percentAtLeast: (share: number, fractionDigits: number) => string
  /** Of spam, in percent: what is not certain does not become 100%, and more digits tell near it. */
  readonly probability: (probability: number) => string
  /** A day; the moment is as the API writes it, the time zone the browser's unless it is told. */
  readonly day: Moment
  /** A day and the time, to the minute. */
  readonly dayAndTime: Moment
  /** The same in words that name the time zone: `December 1, 2026 at 12:00 AM GMT-3`. */
  readonly momentInZone: (moment: string, timeZone: string) => string
  /** Hours and minutes. */
  readonly time: Moment
  /** To the second; the moment is in milliseconds since 1970. */
  readonly preciseTime: (moment: number) => string
}

type Moment = (moment: string, timeZone?: string) => string

const SIGNED = {
  signDisplay: 'always',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
} as const

const IN_ZONE = {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const

/** The formats of a language. */
export function formatsOf(language: Language): Formats {
  const number = (value: number, options: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(language, options).format(value)
  const percent = (share: number, digits: number, options: Intl.NumberFormatOptions = {}) =>
    number(share, { style: 'percent', maximumFractionDigits: digits, ...options })
  const unit = (value: number, name: string) =>
    number(value, { style: 'unit', unit: name, maximumFractionDigits: 1 })
  const percentAtLeast = (share: number, digits: number) =>
    percent(share, digits, { roundingMode: 'trunc' })
  // One for all numbers: to build it takes far longer than to use it.
  const log = new Intl.NumberFormat(language, SIGNED)
  const momentIn =
    (options: Intl.DateTimeFormatOptions) => (moment: string | number, timeZone?: string) =>
      new Intl.DateTimeFormat(language, { ...options, timeZone }).format(new Date(moment))
  return {
    number: (value, digits = 0) => number(value, { maximumFractionDigits: digits }),
    bytes: (value) => (value < 1e6 ? unit(value / 1e3, 'kilobyte') : unit(value / 1e6, 'megabyte')),
    duration: (seconds) =>
      seconds < 90 ? unit(Math.ceil(seconds), 'second') : unit(Math.ceil(seconds / 60), 'minute'),
    // With a minus as wide as a plus.
    signed: (value) => log.format(value).replace('-', '−'),
    percent: (share, digits = 1) => percent(share, digits),
    percentAtMost: (share, digits) => percent(share, digits, { roundingMode: 'ceil' }),
    percentAtLeast,
    probability: (probability) => percentAtLeast(probability, digitsOf(probability)),
    day: momentIn({ dateStyle: 'medium' }),
    dayAndTime: momentIn({ dateStyle: 'medium', timeStyle: 'short' }),
    momentInZone: momentIn(IN_ZONE),
    time: momentIn({ timeStyle: 'short' }),
    preciseTime: momentIn({ timeStyle: 'medium' }),
  }
}

/** Behind the point of a probability in percent: three where one would say 0 or 99.9 of very different ones. */
function digitsOf(probability: number): number {
  return probability > 0.001 && probability < 0.999 ? 1 : 3
}
