import { setTimeout } from 'node:timers/promises'

/** How long a refusal is held back on average, in milliseconds, and how many are at once. */
const HOLD_MS = 1000
const MOST_HELD = 1000

/** Multiples of it spread evenly between 0 and 1. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/**
 * Makes what a refusal waits for before it goes out: 0.5 to 1.5 seconds, each another time, so that
 * those who asked at once do not come again at once. Who asks again with the answer, without a pause,
 * would otherwise ask thousands of times a second. Past a thousand that are held, none is.
 */
export function buildHold(): () => Promise<void> {
  let held = 0
  let asked = 0
  return async () => {
    if (held >= MOST_HELD) return
    held++
    await setTimeout(HOLD_MS * (0.5 + ((++asked * GOLDEN) % 1)))
    held--
  }
}
