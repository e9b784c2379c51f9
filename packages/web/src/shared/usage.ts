import { answerOf } from '@hamlet/client'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../session/client.ts'

/** The usage of a month as the API tells it. */
export type UsageOfMonth = Awaited<ReturnType<typeof readUsage>>

/** The usage of a month, `YYYY-MM`, by day; of this one when left out. */
export function usageQuery(period?: string) {
  return queryOptions({ queryKey: ['usage', period ?? 'now'], queryFn: () => readUsage(period) })
}

function readUsage(period: string | undefined) {
  return answerOf(api.GET('/v1/usage', { params: { query: { ...(period && { period }) } } }))
}
