/** How long contenders are measured, and how often. */
export interface Rounds {
  readonly rounds: number
  /** Length of a turn. */
  readonly seconds: number
}

/** The turn in which engines compile and caches fill takes no longer than this. */
const WARM_UP_S = 3

/**
 * Lets contenders take turns (A B C A B C ...), after one round that does not count.
 *
 * @returns What their turns gave, by contender and round.
 */
export async function alternate<Result>(
  contenders: readonly ((seconds: number) => Promise<Result>)[],
  { rounds, seconds }: Rounds,
): Promise<Result[][]> {
  const results = contenders.map((): Result[] => [])
  for (const take of contenders) await take(Math.min(WARM_UP_S, seconds))
  for (let round = 0; round < rounds; round++) {
    for (const [i, take] of contenders.entries()) results[i]?.push(await take(seconds))
  }
  return results
}
