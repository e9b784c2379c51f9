/** Minutes that are kept, the running one included. */
const MINUTES = 60
const MINUTE_MS = 60_000

/** Latency is counted in buckets, 8 for each doubling from 0.1 ms on: bounds are 9.05 % apart. */
const PER_DOUBLING = 8
const SHORTEST_MS = 0.1
/** The last bucket ends at 0.1 ms x 2^20, and takes what is longer, too. */
const BUCKETS = 20 * PER_DOUBLING + 1

/** Where what is counted of a minute lies; behind it, the requests by latency. */
const AT = { texts: 0, refused: 1, tooMany: 2, failed: 3, buckets: 4 } as const
const COUNTS = AT.buckets + BUCKETS

/** What one process counted in one minute. */
export interface MinuteCounts {
  /** Minutes since 1970. */
  readonly minute: number
  /** Always of one length, so that those of several processes can be added. */
  readonly counts: readonly number[]
}

/** Counts requests, minute by minute, for the last hour. */
export interface Traffic {
  /** Notes one finished request. */
  readonly noteRequest: (status: number, seconds: number) => void
  /** Notes so many classified texts. */
  readonly noteTexts: (count: number) => void
  /** The minutes of the last hour in which something happened, in no order. */
  readonly read: () => readonly MinuteCounts[]
}

/** What happened in some time. */
export interface TrafficSummary {
  readonly requests: number
  readonly texts: number
  /** Answers with a status of 400 to 499, but for 429. */
  readonly refused: number
  /** Answers with status 429. */
  readonly tooMany: number
  /** Answers with a status of 500 or more. */
  readonly failed: number
  /** The latency that half, and 99 of 100, do not exceed: upper bounds of buckets. Absent without requests. */
  readonly p50Ms?: number
  readonly p99Ms?: number
}

/** One minute, from `start` on. */
export interface TrafficMinute extends TrafficSummary {
  readonly start: Date
}

/** The last 60 minutes, the oldest first and the running one last; and all of them together. */
export interface TrafficHour {
  readonly minutes: readonly TrafficMinute[]
  readonly total: TrafficSummary
}

/** Opens counters of one process; they take 40 kB, and a few increments a request. */
export function buildTraffic(now: () => Date): Traffic {
  const ring = Array.from({ length: MINUTES }, () => ({
    minute: -1,
    counts: new Uint32Array(COUNTS),
  }))
  const current = (): Uint32Array => {
    const minute = minuteOf(now())
    const slot = ring[minute % MINUTES] as (typeof ring)[number]
    if (slot.minute === minute) return slot.counts
    slot.minute = minute
    return slot.counts.fill(0)
  }
  return {
    noteRequest(status, seconds) {
      const counts = current()
      add(counts, AT.buckets + bucketOf(seconds * 1000), 1)
      if (status >= 400) add(counts, placeOf(status), 1)
    },
    noteTexts: (count) => add(current(), AT.texts, count),
    read: () => {
      const last = minuteOf(now())
      const live = ring.filter(({ minute }) => minute > last - MINUTES && minute <= last)
      return live.map(({ minute, counts }) => ({ minute, counts: [...counts] }))
    },
  }
}

function minuteOf(moment: Date): number {
  return Math.floor(moment.getTime() / MINUTE_MS)
}

function add(counts: Uint32Array, at: number, count: number): void {
  counts[at] = (counts[at] ?? 0) + count
}

/** Adds up what several processes counted in the hour that ends with the minute of `now`. */
export function summarizeTraffic(minutes: readonly MinuteCounts[], now: Date): TrafficHour {
  const first = minuteOf(now) - MINUTES + 1
  const sums = Array.from({ length: MINUTES }, () => new Float64Array(COUNTS))
  const total = new Float64Array(COUNTS)
  for (const { minute, counts } of minutes) {
    const sum = sums[minute - first]
    if (sum === undefined) continue
    for (const [at, count] of counts.entries()) {
      sum[at] = (sum[at] ?? 0) + count
      total[at] = (total[at] ?? 0) + count
    }
  }
  const startOf = (i: number) => new Date((first + i) * MINUTE_MS)
  return {
    minutes: sums.map((sum, i) => ({ start: startOf(i), ...summaryOf(sum) })),
    total: summaryOf(total),
  }
}

function summaryOf(sums: Float64Array): TrafficSummary {
  const buckets = sums.subarray(AT.buckets)
  const requests = buckets.reduce((sum, count) => sum + count, 0)
  return {
    requests,
    texts: sums[AT.texts] ?? 0,
    refused: sums[AT.refused] ?? 0,
    tooMany: sums[AT.tooMany] ?? 0,
    failed: sums[AT.failed] ?? 0,
    ...(requests > 0 && {
      p50Ms: percentile(buckets, requests, 0.5),
      p99Ms: percentile(buckets, requests, 0.99),
    }),
  }
}

/** The upper bound of the bucket that holds the nearest rank, in milliseconds to three places. */
function percentile(buckets: Float64Array, requests: number, share: number): number {
  const rank = Math.ceil(share * requests)
  let seen = 0
  const bucket = buckets.findIndex((count) => {
    seen += count
    return seen >= rank
  })
  return Math.round(1000 * SHORTEST_MS * 2 ** (bucket / PER_DOUBLING)) / 1000
}

/** The first bucket whose bound is not below `ms`. */
function bucketOf(ms: number): number {
  const steps = Math.ceil(PER_DOUBLING * Math.log2(ms / SHORTEST_MS))
  return Math.min(Math.max(steps, 0), BUCKETS - 1)
}

/** Where a refusal is counted. */
function placeOf(status: number): number {
  if (status >= 500) return AT.failed
  return status === 429 ? AT.tooMany : AT.refused
}
