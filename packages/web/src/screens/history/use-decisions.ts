import { answerOf } from '@hamlet/client'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api } from '../../session/client.ts'
import { usageQuery } from '../../shared/usage.ts'
import { type Filters, queryOf } from './filters.ts'

/** Decisions that are asked for at once. */
const AT_ONCE = 25

/**
 * The caller's decisions, newest first, as many as were asked for so far. Asking anew asks for every page of
 * them, which coming back to the window is no reason for.
 */
export function useDecisions(filters: Filters) {
  return useInfiniteQuery({
    queryKey: ['decisions', filters],
    queryFn: ({ pageParam }) => readPage(filters, pageParam),
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchOnWindowFocus: false,
  })
}

function readPage(filters: Filters, cursor: string) {
  const query = { limit: AT_ONCE, ...queryOf(filters), ...(cursor !== '' && { cursor }) }
  return answerOf(api.GET('/v1/decisions', { params: { query } }))
}

/** A decision as it is listed. */
export type ListedDecision = Awaited<ReturnType<typeof readPage>>['items'][number]

/** One decision, with its reasons. It stays as it is. */
export function useDecision(id: string) {
  return useQuery({
    queryKey: ['decision', id],
    queryFn: () => answerOf(api.GET('/v1/decisions/{id}', { params: { path: { id } } })),
    staleTime: Infinity,
  })
}

/** The time zone in which the days of the filters are meant; `undefined` until it is known. */
export function useTimeZone(): string | undefined {
  const { data } = useQuery(usageQuery())
  return data?.time_zone
}
