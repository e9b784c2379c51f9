import type { ProblemBody } from '../problem.ts'

/** What a problem says in one line, for forms that hold no more: each fault by its place, or its detail. */
export function plainWordsOf({ errors, detail }: ProblemBody): string {
  if (errors === undefined) return detail
  return errors.map((fault) => `${fault.pointer} ${fault.detail}`).join('; ')
}
