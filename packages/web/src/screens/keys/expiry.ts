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

/** Whether somebody has written a day on which a key could still work. */
export function isDayToCome(day: string, now: Date): boolean {
  const end = dayAfter(day)
  // NaN is not later than anything.
  return end !== undefined && end.getTime() > now.getTime()
}

function dayAfter(day: string): Date | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/u.exec(day)?.map(Number) ?? []
  if (year === undefined || month === undefined || date === undefined) return undefined
  return new Date(year, month - 1, date + 1)
}
