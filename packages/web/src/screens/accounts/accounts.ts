import { answerOf } from '@hamlet/client'
import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { api } from '../../session/client.ts'
import { PAGE_SIZE, type Shown } from './address.ts'
import type { AdministeredAccount } from './administered-account.ts'
import type { Changes } from './changes.ts'

/** One page of accounts, and how many there are on all pages. */
export type AccountsPage = Awaited<ReturnType<typeof readAccounts>>

/** A page of accounts; the page before stays until it is there. */
export function useAccounts(shown: Shown): UseQueryResult<AccountsPage> {
  return useQuery({
    queryKey: ['accounts', 'list', shown],
    queryFn: ({ signal }) => readAccounts(shown, signal),
    placeholderData: keepPreviousData,
  })
}

function readAccounts({ query, page }: Shown, signal: AbortSignal) {
  const asked = { q: query, skip: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE }
  return answerOf(api.GET('/users/', { params: { query: asked }, signal }))
}

/** A month of an account. */
export type AccountUsageOfMonth = Awaited<ReturnType<typeof readUsage>>

/** What an account used of this month. */
export function useAccountUsage(id: string): UseQueryResult<AccountUsageOfMonth> {
  return useQuery({
    queryKey: ['accounts', 'usage', id],
    queryFn: ({ signal }) => readUsage(id, signal),
  })
}

function readUsage(id: string, signal: AbortSignal) {
  return answerOf(api.GET('/users/{id}/usage', { params: { path: { id } }, signal }))
}

/** Changes an account; every list, and who is signed in, may be another afterwards. */
export function useChangeAccount(
  id: string,
): UseMutationResult<AdministeredAccount, Error, Changes> {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: Changes) =>
      answerOf(api.PATCH('/users/{id}', { params: { path: { id } }, body })),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['accounts'] }),
        queries.invalidateQueries({ queryKey: ['account'] }),
      ]),
    meta: { isShown: true },
  })
}
