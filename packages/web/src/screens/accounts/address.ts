/** Accounts on one page of the list. */
export const PAGE_SIZE = 20

/** What of all accounts is shown; it stands in the address, so that it can be kept and sent. */
export interface Shown {
  /** Part of a name or an address; empty for all. */
  readonly query: string
  /** From 1 on. */
  readonly page: number
}

/** What an address says; what makes no sense counts as not said. */
export function readShown(params: URLSearchParams): Shown {
  const page = params.get('page') ?? ''
  return {
    query: params.get('q') ?? '',
    page: /^[1-9]\d{0,6}$/u.test(page) ? Number(page) : 1,
  }
}

/** The address's parameters that say it, as short as can be. */
export function paramsOf({ query, page }: Shown): URLSearchParams {
  return new URLSearchParams({
    ...(query !== '' && { q: query }),
    ...(page !== 1 && { page: String(page) }),
  })
}

/** How many pages so many accounts fill; one, if there are none. */
export function pagesOf(total: number): number {
  return Math.max(1, Math.ceil(total / PAGE_SIZE))
}

/** The last page, where the one that is shown lies behind it: accounts may be fewer than they were. */
export function lastPageBefore({ page }: Shown, total: number | undefined): number | undefined {
  if (total === undefined) return undefined
  const last = pagesOf(total)
  return page > last ? last : undefined
}
