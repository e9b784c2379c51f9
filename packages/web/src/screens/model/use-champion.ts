import { answerOf } from '@hamlet/client'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { api } from '../../session/client.ts'
import type { Champion } from './champion.ts'

/** The model that answers now. Not kept under `model`: that is the file, which is everybody's. */
export function useChampion(): UseQueryResult<Champion> {
  return useQuery({
    queryKey: ['champion'],
    queryFn: ({ signal }) => answerOf(api.GET('/v1/models/champion', { signal })),
  })
}
