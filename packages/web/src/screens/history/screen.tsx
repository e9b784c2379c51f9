import { Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { DecisionDrawer } from './decision-drawer.tsx'
import { DecisionList } from './decision-list.tsx'
import { FilterBar } from './filter-bar.tsx'
import { type Filters, NO_FILTERS } from './filters.ts'

/** Milliseconds without a key after which is searched. */
const PAUSE_MS = 300

/** Somebody's decisions, to be searched, and each with its reasons in a drawer. */
export function Screen() {
  const [filters, setFilters] = useState(NO_FILTERS)
  const [settled] = useDebouncedValue(filters, PAUSE_MS)
  const change = (changed: Partial<Filters>) => setFilters((former) => ({ ...former, ...changed }))
  return (
    <Stack>
      <FilterBar filters={filters} onChange={change} />
      <DecisionList filters={settled} onCleared={() => setFilters(NO_FILTERS)} />
      <DecisionDrawer />
    </Stack>
  )
}
