import { dayFaultsOf, type Filters, queryOf } from './filters.ts'

/** The filters that an address says, as the API names them; what makes no sense counts as not said. */
export function readFilters(params: URLSearchParams): Filters {
  const label = params.get('label')
  const filters: Filters = {
    search: params.get('q') ?? '',
    label: label === 'ham' || label === 'spam' ? label : '',
    from: dayIn(params.get('from')),
    to: dayIn(params.get('to')),
  }
  return { ...filters, ...(dayFaultsOf(filters).to && { to: '' }) }
}

/** The address's parameters with other filters; what else stands there stays. */
export function withFilters(params: URLSearchParams, filters: Filters): URLSearchParams {
  const others = [...params].filter(([name]) => !NAMES.has(name))
  return new URLSearchParams([...Object.entries(queryOf(filters)), ...others])
}

const NAMES: ReadonlySet<string> = new Set(['q', 'label', 'from', 'to'])

function dayIn(text: string | null): string {
  return text !== null && /^\d{4}-\d\d-\d\d$/u.test(text) ? text : ''
}
