import { Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldFaults } from '../../shared/field-faults.ts'
import { DecisionDrawer } from './decision-drawer.tsx'
import { DecisionList } from './decision-list.tsx'
import { FilterBar } from './filter-bar.tsx'
import { dayFaultsOf, type Filters, NO_FILTERS } from './filters.ts'
import { useDecisions } from './use-decisions.ts'

/** Milliseconds without a key after which is searched. */
const PAUSE_MS = 300

/** Somebody's decisions, to be searched, and each with its reasons in a drawer. */
export function Screen() {
  const [filters, setFilters] = useState(NO_FILTERS)
  const [wanted, setWanted] = useState(NO_FILTERS)
  const [settled] = useDebouncedValue(wanted, PAUSE_MS)
  const change = (changed: Partial<Filters>) => {
    const next = { ...filters, ...changed }
    setFilters(next)
    // What cannot be is marked, and what was found before stays until it is mended.
    if (Object.keys(dayFaultsOf(next)).length === 0) setWanted(next)
  }
  const refused = useRefused(settled, filters)
  return (
    <Stack>
      <FilterBar filters={filters} refused={refused} onChange={change} />
      <DecisionList filters={settled} onCleared={() => change(NO_FILTERS)} />
      <DecisionDrawer />
    </Stack>
  )
}

/** What the server has refused of the filters that are shown, in words, by the API's names. */
function useRefused(settled: Filters, shown: Filters): Readonly<Record<string, string>> {
  const { t } = useTranslation('shared')
  const { error } = useDecisions(settled)
  return settled === shown ? fieldFaults(error, t) : {}
}
