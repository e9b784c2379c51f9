import { UsageError } from './command.ts'

/**
 * Reads the value of an option that counts something.
 *
 * @throws {UsageError} It is not a whole number of at least `least`.
 */
export function wholeNumber(option: string, value: string, least: number): number {
  const number = Number(value)
  if (/^\d+$/u.test(value) && Number.isSafeInteger(number) && number >= least) return number
  throw new UsageError(`--${option} must be a whole number of at least ${least}, got "${value}"`)
}
