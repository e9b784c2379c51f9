import { answerOf, type SessionState } from '@hamlet/client'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { api, session } from './client.ts'

/** Whether somebody is signed in. */
export function useSessionState(): SessionState {
  return useSyncExternalStore(session.subscribe, session.state)
}

/** The account as `GET /users/whoami` tells it. */
export type Account = Awaited<ReturnType<typeof readAccount>>

/** Who is signed in; not asked while nobody is. */
export function useAccount(): UseQueryResult<Account> {
  const state = useSessionState()
  return useQuery({ queryKey: ['account'], queryFn: readAccount, enabled: state === 'signed-in' })
}

function readAccount() {
  return answerOf(api.GET('/users/whoami'))
}
