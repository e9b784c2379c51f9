import { lowestIdOf } from '../security/time-ids.ts'
import type { Database } from '../store/database.ts'
import { eraseOld } from '../store/housekeeping.ts'

/** What forgetting needs. */
export interface EraseDeps {
  readonly db: Database
  readonly now: () => Date
  /** Days after which a decision is erased. */
  readonly retentionDays: number
}

const DAY_MS = 86_400_000

/** Erases decisions past their retention and whatever else is void. @returns How many decisions. */
export function eraseOldThings({ db, now, retentionDays }: EraseDeps): Promise<number> {
  const today = now()
  const daysAgo = (days: number) => new Date(today.getTime() - days * DAY_MS)
  const decisionsBefore = daysAgo(retentionDays)
  return eraseOld(db, {
    now: today,
    decisionsBefore,
    idsBefore: lowestIdOf(decisionsBefore),
    answersBefore: daysAgo(1),
    sitesBefore: decisionsBefore.toISOString().slice(0, 7),
  })
}
