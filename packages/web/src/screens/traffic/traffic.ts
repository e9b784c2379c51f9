import { answerOf, type operations } from '@hamlet/client'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { api } from '../../session/client.ts'

/** The last hour, minute by minute. */
export type TrafficHour = operations['traffic']['responses'][200]['content']['application/json']

/** How often the numbers are read anew. */
export const REFRESH_MS = 5_000

/** What the server counted in the last hour, again and again while `isLive`. */
export function useTraffic(isLive: boolean): UseQueryResult<TrafficHour> {
  return useQuery({
    queryKey: ['traffic'],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/traffic', { signal })),
    refetchInterval: isLive && REFRESH_MS,
    staleTime: 0,
  })
}
