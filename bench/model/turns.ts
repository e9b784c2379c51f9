/** What is timed. A round of it does the same work each time, and answers with a number that tells so. */
export interface Contender {
  readonly run: () => number | Promise<number>
}

/** How often contenders take turns, and how long. */
export interface Turns {
  /** Rounds before the first that counts, in which the engine compiles. */
  readonly warmUp: number
  readonly rounds: number
  /**
   * Milliseconds that a turn lasts: who is done sooner runs again and again, as often in each round.
   * Who needs longer runs once; so does everybody by default, and without a warm-up.
   */
  readonly turnMs?: number
  /** A clock in milliseconds; default that of the engine. */
  readonly now?: () => number
}

/**
 * Lets contenders run in turn, each round beginning with another one.
 *
 * A shared machine has phases of some hundred milliseconds in which everything takes 1.7 times as
 * long (measured): compare contenders within a round (`ratioOf`), not over a whole run.
 *
 * @returns Milliseconds of one run by contender and round, without the rounds of warming up.
 * @throws {Error} A contender's answer changed from one run to the next.
 */
export async function takeTurns(
  contenders: readonly Contender[],
  { warmUp, rounds, turnMs = 0, now = () => performance.now() }: Turns,
): Promise<number[][]> {
  const seats = contenders.map(({ run }): Seat => ({ run, runs: 1, times: [] }))
  for (let round = -warmUp; round < rounds; round++) {
    for (const seat of inTurn(seats, round + warmUp)) {
      const begun = now()
      await runSeat(seat)
      const took = (now() - begun) / seat.runs
      if (round >= 0) seat.times.push(took)
      if (round === -1) seat.runs = Math.max(1, Math.round(turnMs / took))
    }
  }
  return seats.map(({ times }) => times)
}

/** A contender and what is known of it so far. */
interface Seat extends Contender {
  /** How often it runs in a turn. */
  runs: number
  answer?: number
  readonly times: number[]
}

async function runSeat(seat: Seat): Promise<void> {
  for (let i = 0; i < seat.runs; i++) {
    const answer = await seat.run()
    seat.answer ??= answer
    if (answer !== seat.answer) throw new Error('an answer changed from one run to the next')
  }
}

function inTurn(seats: readonly Seat[], round: number): Seat[] {
  const first = round % Math.max(1, seats.length)
  return [...seats.slice(first), ...seats.slice(0, first)]
}

/** The least of some times: what the work takes when nothing else disturbs it. */
export function leastOf(times: readonly number[]): number {
  return times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY)
}

/** The middle one of some times; of an even number the upper of the two. `NaN` of none. */
export function medianOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}

/** How many times as long one contender took as another: the median over the rounds of both. */
export function ratioOf(times: readonly number[], reference: readonly number[]): number {
  return medianOf(times.map((time, round) => time / (reference[round] ?? Number.NaN)))
}
