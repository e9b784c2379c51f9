/** What was decided on a day. */
export interface DayCount {
  /** `YYYY-MM-DD` */
  readonly day: string
  readonly ham: number
  readonly spam: number
}

/** A day of a chart: its place in the month, and what was decided. */
export interface DayOfMonth {
  readonly date: number
  readonly ham: number
  readonly spam: number
}

/** Every day of a month, `YYYY-MM`: those on which nothing was decided, too. */
export function everyDayOf(period: string, days: readonly DayCount[]): DayOfMonth[] {
  const [year = 0, month = 1] = period.split('-').map(Number)
  const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const found = new Map(days.map((day) => [Number(day.day.slice(-2)), day]))
  return Array.from({ length }, (_, i) => {
    const { ham = 0, spam = 0 } = found.get(i + 1) ?? {}
    return { date: i + 1, ham, spam }
  })
}
