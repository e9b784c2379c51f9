import { type Account, answerOf, type Refusal, type SessionState } from '@hamlet/client'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { api, session } from './client.ts'

/** Whether somebody is signed in. */
export function useSessionState(): SessionState {
  return useSyncExternalStore(session.subscribe, session.state)
}

export type { Account } from '@hamlet/client'

/** Why it could not be found out who is signed in; `undefined` while it is, or is known. */
export function useSessionFault(): unknown {
  return useSyncExternalStore(session.subscribe, session.fault)
}

/** With what the server ended the session, until somebody logs in. */
export function useSessionRefusal(): Refusal | undefined {
  return useSyncExternalStore(session.subscribe, session.refusal)
}

/** Who is signed in; not asked while nobody is. */
export function useAccount(): UseQueryResult<Account> {
  const state = useSessionState()
  return useQuery({ queryKey: ['account'], queryFn: readAccount, enabled: state === 'signed-in' })
}

function readAccount() {
  return answerOf(api.GET('/users/whoami'))
}
