import type { Seconds, Units } from './units.ts'

/** The calendar month in which units are counted, in the quota's own time zone. */
export interface Period {
  /** `YYYY-MM`; the ledger's key. */
  readonly month: string
  /** Day of the month, 1 to 31, at the moment the period was asked for. */
  readonly day: number
  readonly start: Date
  /** The first moment of the next month: when the count begins anew. */
  readonly end: Date
}

/** How many units were taken, and how many there are; no `limit` means no end of them. */
export interface Usage {
  readonly used: Units
  readonly limit: Units | undefined
  readonly period: Period
}

/**
 * The month that holds this moment.
 *
 * @param timeZone  An IANA name, checked when the settings were read.
 */
export function periodOf(now: Date, timeZone: string): Period {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  return { ...monthFrom(here.toPlainDate(), timeZone), day: here.day }
}

/** The period of that name; its `day` is the first. */
export function periodOfMonth(month: string, timeZone: string): Period {
  return { ...monthFrom(Temporal.PlainDate.from(`${month}-01`), timeZone), day: 1 }
}

/** The months from the one that holds `first` to the one that holds `last`, oldest first. */
export function periodsBetween(first: Date, last: Date, timeZone: string): readonly Period[] {
  const start = Temporal.PlainYearMonth.from(periodOf(first, timeZone).month)
  const end = Temporal.PlainYearMonth.from(periodOf(last, timeZone).month)
  const count = start.until(end, { largestUnit: 'months' }).months + 1
  return Array.from({ length: Math.max(0, count) }, (_, i) =>
    periodOfMonth(start.add({ months: i }).toString(), timeZone),
  )
}

/** From one moment up to another, which is no more part of it; without one it has no end there. */
export interface Span {
  readonly from: Date | undefined
  readonly until: Date | undefined
}

/**
 * All of some days, the first and the last one with them.
 *
 * @param days  `YYYY-MM-DD` in that zone. Moments before 1970 or after 9999 become the next one within.
 */
export function spanOfDays(
  days: { readonly from?: string | undefined; readonly to?: string | undefined },
  timeZone: string,
): Span {
  const from = days.from === undefined ? undefined : Temporal.PlainDate.from(days.from)
  const last = days.to === undefined ? undefined : Temporal.PlainDate.from(days.to)
  const until = last?.add({ days: 1 })
  return {
    from: from && clamped(firstMoment(from, timeZone)),
    until: until && clamped(firstMoment(until, timeZone)),
  }
}

/** The last moment whose year is written with four digits. */
const LAST_MS = Date.UTC(10_000, 0, 1) - 1

/** Ids know no time before 1970, and a database reads no year of five digits as ISO 8601 has it. */
function clamped(moment: Date): Date {
  return new Date(Math.min(Math.max(0, moment.getTime()), LAST_MS))
}

/** Whole seconds from `now` to the period's end, at least 0. */
export function secondsLeft(period: Period, now: Date): Seconds {
  return Math.max(0, Math.ceil((period.end.getTime() - now.getTime()) / 1000)) as Seconds
}

/** Length of the period in seconds: not the same every month, nor across daylight saving. */
export function secondsOf(period: Period): Seconds {
  return ((period.end.getTime() - period.start.getTime()) / 1000) as Seconds
}

/** Units that can still be taken; `undefined` for no end of them. */
export function unitsLeft(usage: Usage): Units | undefined {
  if (usage.limit === undefined) return undefined
  return Math.max(0, usage.limit - usage.used) as Units
}

function monthFrom(date: Temporal.PlainDate, timeZone: string): Omit<Period, 'day'> {
  const first = date.with({ day: 1 })
  return {
    month: first.toPlainYearMonth().toString(),
    start: firstMoment(first, timeZone),
    end: firstMoment(first.add({ months: 1 }), timeZone),
  }
}

function firstMoment(date: Temporal.PlainDate, timeZone: string): Date {
  return new Date(date.toZonedDateTime(timeZone).epochMilliseconds)
}
