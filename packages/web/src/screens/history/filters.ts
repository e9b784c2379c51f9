/** Which decisions are wanted; '' where it does not matter. */
export interface Filters {
  readonly search: string
  readonly label: '' | 'ham' | 'spam'
  /** The first and the last day, `YYYY-MM-DD`. */
  readonly from: string
  readonly to: string
}

/** Every decision. */
export const NO_FILTERS: Filters = { search: '', label: '', from: '', to: '' }

/** Whether anything is left out. */
export function isFiltered(filters: Filters): boolean {
  return Object.values(filters).some((value) => value !== '')
}

/** The filters as the API has them; what does not matter is not asked for. */
export function queryOf({ search, label, from, to }: Filters) {
  const q = search.trim()
  return {
    ...(q !== '' && { q }),
    ...(label !== '' && { label }),
    ...(from !== '' && { from }),
    ...(to !== '' && { to }),
  }
}

/** Whether two filters leave the same. */
export function areAlike(one: Filters, other: Filters): boolean {
  return JSON.stringify(queryOf(one)) === JSON.stringify(queryOf(other))
}

/** The last day that the API reads: years have four digits. */
export const LAST_DAY = '9999-12-31'

/** What is wrong with the days, by its key in the texts. */
export function dayFaultsOf({ from, to }: Filters): {
  readonly from?: 'day'
  readonly to?: 'day' | 'reversed'
} {
  const [isFromWrong, isToWrong] = [isBehindLast(from), isBehindLast(to)]
  const isReversed = !(isFromWrong || isToWrong) && to !== '' && to < from
  return {
    ...(isFromWrong && { from: 'day' }),
    ...(isToWrong && { to: 'day' }),
    ...(isReversed && { to: 'reversed' }),
  }
}

/** A field for days takes years of up to six digits. */
function isBehindLast(day: string): boolean {
  return day.length > LAST_DAY.length
}
