import { useSyncExternalStore } from 'react'
import { getMany, type Many, subscribeMany } from './many-store.ts'

/** The file that is being worked on, and how far it is. */
export function useMany(): Many {
  return useSyncExternalStore(subscribeMany, getMany)
}
