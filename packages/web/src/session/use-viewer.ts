import type { Viewer } from './audience.ts'
import { useAccount, useSessionState } from './use-session.ts'

/** Who looks at the page. */
export function useViewer(): Viewer {
  const state = useSessionState()
  const { data } = useAccount()
  if (state === 'signed-out') return 'stranger'
  return data?.role ?? 'unknown'
}
