/** How long a key lives, as one chooses it; `day` is one of the reader's own. */
export const LIVES = ['month', 'quarter', 'year', 'never', 'day'] as const

/** One of them. */
export type Life = (typeof LIVES)[number]

const DAYS = { month: 30, quarter: 90, year: 365 } as const

/**
 * The moment at which a key ends; `undefined` for never.
 *
 * @param day  `YYYY-MM-DD`, read only for `day`: the last one on which the key works, where the
 *             reader is.
 */
export function endOf(life: Life, day: string, now: Date): Date | undefined {
  switch (life) {
    case 'never':
      return undefined
    case 'day':
      return dayAfter(day)
    default: {
      const end = new Date(now)
      end.setDate(end.getDate() + DAYS[life])
      return end
    }
  }
}

/** The last day on which a key can work, everywhere: an end after the year 9999 cannot be told. */
export const LAST_DAY = '9999-12-30'

/** What is wrong with the last day of a key, by its key in the texts; `undefined` if nothing is. */
export function dayFaultOf(day: string, now: Date): 'day' | 'dayTooFar' | undefined {
  const end = dayAfter(day)
  if (end === undefined || end.getTime() <= now.getTime()) return 'day'
  return day.length > LAST_DAY.length || day > LAST_DAY ? 'dayTooFar' : undefined
}

function dayAfter(day: string): Date | undefined {
  // A field for days takes years of more than four digits.
  const [, year, month, date] = /^(\d{4,6})-(\d\d)-(\d\d)$/u.exec(day)?.map(Number) ?? []
  if (year === undefined || month === undefined || date === undefined) return undefined
  return new Date(year, month - 1, date + 1)
}
