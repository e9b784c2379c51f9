import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { useSearchParams } from 'wouter'
import { readFilters, withFilters } from './address.ts'
import { areAlike, dayFaultsOf, type Filters } from './filters.ts'

/** Milliseconds without a key after which is searched. */
const PAUSE_MS = 300

interface FiltersInUse {
  /** As they stand in the fields. */
  readonly shown: Filters
  /** By which is searched: those of the address, which can be kept and sent. */
  readonly settled: Filters
  readonly change: (changed: Partial<Filters>) => void
}

/** The filters of the list. What cannot be is not searched by: what was found before stays. */
export function useFilters(): FiltersInUse {
  const [params, setParams] = useSearchParams()
  const settled = readFilters(params)
  const [shown, setShown] = useState(settled)
  const [wanted, setWanted] = useState(settled)
  const [known, setKnown] = useState(settled)
  if (!areAlike(settled, known)) {
    setKnown(settled)
    // Not what was wanted here: a link, or the way back, has led to other filters.
    if (!areAlike(settled, wanted)) {
      setShown(settled)
      setWanted(settled)
    }
  }
  const settle = useDebouncedCallback((next: Filters) => {
    setParams((now) => withFilters(now, next), { replace: true })
  }, PAUSE_MS)
  const change = (changed: Partial<Filters>) => {
    const next = { ...shown, ...changed }
    setShown(next)
    if (Object.keys(dayFaultsOf(next)).length > 0) return
    setWanted(next)
    settle(next)
  }
  return { shown, settled, change }
}
