import process from 'node:process'
import type { Rounds } from './server/rounds.ts'

/** A number of the command line, not below `least`. Without one the program ends with 2 and names the option. */
export function numberOf(option: string, text: string, least = Number.MIN_VALUE): number {
  const number = Number(text)
  if (text.trim() !== '' && number >= least && number < Infinity) return number
  const wanted = least === 0 ? 'a number from 0' : 'a number above 0'
  process.stderr.write(`--${option} takes ${wanted}, not "${text}"\n`)
  process.exit(2)
}

/** How long contenders are measured, and how often. */
export function roundsOf(values: Readonly<Record<keyof Rounds, string>>): Rounds {
  return {
    rounds: numberOf('rounds', values.rounds),
    seconds: numberOf('seconds', values.seconds),
  }
}
