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
