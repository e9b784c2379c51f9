import { answerOf } from '@hamlet/client'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from '../../session/client.ts'

/** The usage of a month as the API tells it. */
export type UsageOfMonth = Awaited<ReturnType<typeof readUsage>>

/** A month in which units were used. */
export type UsedMonth = Awaited<ReturnType<typeof readMonths>>['items'][number]

/** The usage of a month, `YYYY-MM`, by day; of this one when left out. */
export function usageQuery(period?: string) {
  return queryOptions({ queryKey: ['usage', period ?? 'now'], queryFn: () => readUsage(period) })
}

/** The months in which units were used, newest first, twelve at a time. */
export const monthsQuery = infiniteQueryOptions({
  queryKey: ['usage', 'months'],
  queryFn: ({ pageParam }) => readMonths(pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
})

function readUsage(period: string | undefined) {
  return answerOf(api.GET('/v1/usage', { params: { query: { ...(period && { period }) } } }))
}

function readMonths(cursor: string | undefined) {
  return answerOf(api.GET('/v1/usage/months', { params: { query: { ...(cursor && { cursor }) } } }))
}
