/** Numbers in [0, 1), the same for the same seed in every engine. */
export type Random = () => number

/**
 * Opens a stream of pseudo-random numbers.
 *
 * @param seed  Any integer; its low 32 bits count.
 * Source: Tommy Ettinger, Mulberry32 (public domain), 2^32 states.
 */
export function openRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Shuffles the first `count` entries of `items` in place (Fisher and Yates, as Durstenfeld 1964). */
export function shuffle(items: { [index: number]: number }, count: number, random: Random): void {
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const held = items[i] ?? 0
    items[i] = items[j] ?? 0
    items[j] = held
  }
}
