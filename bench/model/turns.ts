/** What is timed. A round of it does the same work each time, and answers with a number that tells so. */
export interface Contender {
  readonly run: () => number | Promise<number>
}

/** How often contenders take turns. */
export interface Turns {
  /** Rounds before the first that counts, in which the engine compiles. */
  readonly warmUp: number
  readonly rounds: number
  /** A clock in milliseconds; default that of the engine. */
  readonly now?: () => number
}

/**
 * Lets contenders run in turn, so that whatever slows the machine for a while slows all of them, each
 * round beginning with another one.
 *
 * @returns Milliseconds by contender and round, without the rounds of warming up.
 * @throws {Error} A contender's answer changed from one round to the next.
 */
export async function takeTurns(
  contenders: readonly Contender[],
  { warmUp, rounds, now = () => performance.now() }: Turns,
): Promise<number[][]> {
  const times = contenders.map((): number[] => [])
  const answers = new Map<number, number>()
  for (let round = -warmUp; round < rounds; round++) {
    for (const i of orderOf(contenders.length, round + warmUp)) {
      const begun = now()
      const answer = (await contenders[i]?.run()) ?? 0
      const took = now() - begun
      if ((answers.get(i) ?? answer) !== answer) throw new Error('an answer changed between rounds')
      answers.set(i, answer)
      if (round >= 0) times[i]?.push(took)
    }
  }
  return times
}

/** Positions 0 to `count` - 1, beginning with another one in each round. */
function orderOf(count: number, round: number): number[] {
  return Array.from({ length: count }, (_, i) => (i + round) % count)
}

/** The least of some times: what the work takes when nothing else disturbs it. */
export function leastOf(times: readonly number[]): number {
  return times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY)
}

/** The middle one of some times; of an even number the upper of the two. `NaN` of none. */
export function medianOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
}
