/** Seconds of simulated time. */
export type Seconds = number

/** A clock that jumps from one event to the next. */
export interface Events {
  readonly now: () => Seconds
  /** Does something so many seconds from now; what is due at the same moment is done in the order of asking. */
  readonly after: (seconds: Seconds, act: () => void) => void
  /** Goes on until somebody stops it, or nothing is left to be done. */
  readonly run: () => void
  readonly stop: () => void
}

interface Event {
  readonly at: Seconds
  readonly order: number
  readonly act: () => void
}

/** Opens a simulation at second zero. Cost: O(log n) an event, n being those that wait. */
export function openEvents(): Events {
  const heap: Event[] = []
  let time = 0
  let made = 0
  let isOver = false
  const run = () => {
    for (let event = takeFirst(heap); event && !isOver; event = takeFirst(heap)) {
      time = event.at
      event.act()
    }
  }
  return {
    now: () => time,
    after: (seconds, act) => put(heap, { at: time + seconds, order: made++, act }),
    run,
    stop: () => {
      isOver = true
    },
  }
}

function isBefore(one: Event, other: Event): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order)
}

/** Source: J. W. J. Williams, Algorithm 232: Heapsort, 1964. */
function put(heap: Event[], event: Event): void {
  let i = heap.length
  while (i > 0) {
    const parent = (i - 1) >> 1
    const above = heap[parent] as Event
    if (!isBefore(event, above)) break
    heap[i] = above
    i = parent
  }
  heap[i] = event
}

function takeFirst(heap: Event[]): Event | undefined {
  const first = heap[0]
  const last = heap.pop()
  if (heap.length === 0 || last === undefined) return first
  let i = 0
  for (let child = 1; child < heap.length; child = 2 * i + 1) {
    const right = heap[child + 1]
    if (right && isBefore(right, heap[child] as Event)) child++
    const below = heap[child] as Event
    if (!isBefore(below, last)) break
    heap[i] = below
    i = child
  }
  heap[i] = last
  return first
}
