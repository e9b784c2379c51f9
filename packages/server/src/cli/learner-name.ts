import type { Learner } from '@hamlet/classifier'
import { UsageError } from './command.ts'

/**
 * Reads what `--learner` says.
 *
 * @throws {UsageError} There is no such learner.
 */
export function learnerNamed(value: string): Learner {
  if (value === 'hybrid' || value === 'naive-bayes') return value
  throw new UsageError(`--learner must be hybrid or naive-bayes, got "${value}"`)
}
