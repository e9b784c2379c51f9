import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { fieldFaults } from '../../shared/field-faults.ts'
import { DecisionDrawer } from './decision-drawer.tsx'
import { DecisionList } from './decision-list.tsx'
import { FilterBar } from './filter-bar.tsx'
import { areAlike, type Filters, NO_FILTERS } from './filters.ts'
import { useDecisions } from './use-decisions.ts'
import { useFilters } from './use-filters.ts'

/** Somebody's decisions, to be searched, and each with its reasons in a drawer. */
export function Screen() {
  const { shown, settled, change } = useFilters()
  const refused = useRefused(settled, shown)
  return (
    <Stack>
      <FilterBar filters={shown} refused={refused} onChange={change} />
      <DecisionList filters={settled} onCleared={() => change(NO_FILTERS)} />
      <DecisionDrawer />
    </Stack>
  )
}

/** What the server has refused of the filters that are shown, in words, by the API's names. */
function useRefused(settled: Filters, shown: Filters): Readonly<Record<string, string>> {
  const { t } = useTranslation('shared')
  const { error } = useDecisions(settled)
  return areAlike(settled, shown) ? fieldFaults(error, t) : {}
}
