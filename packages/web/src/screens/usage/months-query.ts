import { answerOf } from '@hamlet/client'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { api } from '../../session/client.ts'

/** A month in which units were used. */
export type UsedMonth = Awaited<ReturnType<typeof readMonths>>['items'][number]

/** The months in which units were used, newest first, twelve at a time. */
export const monthsQuery = infiniteQueryOptions({
  queryKey: ['usage', 'months'],
  queryFn: ({ pageParam }) => readMonths(pageParam),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
})

function readMonths(cursor: string | undefined) {
  return answerOf(api.GET('/v1/usage/months', { params: { query: { ...(cursor && { cursor }) } } }))
}
