import { useSyncExternalStore } from 'react'
import { getPlayground, type Playground, subscribePlayground } from './playground-store.ts'

/** What was typed, and what the server said of it. */
export function usePlayground(): Playground {
  return useSyncExternalStore(subscribePlayground, getPlayground)
}
