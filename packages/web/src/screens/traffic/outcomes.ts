/** Counts of some time, as the API has them. */
interface Counts {
  readonly requests: number
  readonly status_4xx: number
  readonly status_429: number
  readonly status_5xx: number
}

/** Requests by how they ended. */
export interface Outcomes {
  readonly answered: number
  /** Bad input, no right, nothing there. */
  readonly refused: number
  /** A quota or a limit was reached. */
  readonly limited: number
  readonly failed: number
}

/** Tells requests apart by how they ended; the four add up to all of them. */
export function outcomesOf({ requests, status_4xx, status_429, status_5xx }: Counts): Outcomes {
  return {
    answered: requests - status_4xx - status_429 - status_5xx,
    refused: status_4xx,
    limited: status_429,
    failed: status_5xx,
  }
}

/** The share of requests that were not answered; 0 without requests. */
export function refusedShare({ requests, ...rest }: Counts): number {
  const { answered } = outcomesOf({ requests, ...rest })
  return requests === 0 ? 0 : (requests - answered) / requests
}
