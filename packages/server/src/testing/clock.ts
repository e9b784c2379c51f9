/** The clock of tests: it stands still until it is told to move. */
export interface TestClock {
  readonly now: () => Date
  readonly set: (moment: string | Date) => void
}

/** A clock that stands at `start`. */
export function buildClock(start: string): TestClock {
  let moment = new Date(start)
  return {
    now: () => new Date(moment),
    set: (next) => {
      moment = new Date(next)
    },
  }
}
