import { Group, NativeSelect, Pagination, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryView } from '../../shared/query-view.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import { VERDICTS } from './desk/judged-rows.ts'
import type { View } from './desk/view.ts'
import { theDesk } from './many-store.ts'
import { ResultsTable } from './results-table.tsx'

/** Rows on one page: the document stays small however long the file is. */
const ROWS = 50

const EVERYTHING: View = { verdict: undefined, search: '', sort: 'row', isDescending: false }

/** Milliseconds without a key after which is searched. */
const PAUSE_MS = 250

/** What must change for rows to be asked for again. */
interface ResultsProps {
  readonly modelVersion: string
  readonly recorded: number
  readonly leftOut: number
}

/** The rows, filtered and sorted, a page at a time. */
export function Results(facts: ResultsProps) {
  const { t } = useTranslation('many-at-once')
  const [view, setView] = useState(EVERYTHING)
  const [page, setPage] = useState(1)
  const [settled] = useDebouncedValue(view, PAUSE_MS)
  const change = (changed: Partial<View>) => {
    setView((former) => ({ ...former, ...changed }))
    setPage(1)
  }
  const query = useQuery({
    queryKey: ['many-at-once', facts, settled, page],
    queryFn: () => theDesk().page(settled, (page - 1) * ROWS, ROWS),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
  })
  return (
    <Stack component="section" aria-label={t('rows')}>
      <Filters view={view} onChange={change} />
      <QueryView query={query} isEmpty={({ total }) => total === 0} empty={t('nothingFound')}>
        {({ total, rows }) => (
          <>
            <Found total={total} />
            <ResultsTable rows={rows} view={view} onChange={change} />
            <Pagination
              total={Math.ceil(total / ROWS)}
              value={page}
              onChange={setPage}
              getItemProps={(number) => ({ 'aria-label': t('page', { number }) })}
              getControlProps={(control) => ({ 'aria-label': t(`pages.${control}`) })}
            />
          </>
        )}
      </QueryView>
    </Stack>
  )
}

function Found({ total }: { total: number }) {
  const { t } = useTranslation('many-at-once')
  const formats = useFormats()
  return (
    <Text size="sm" role="status">
      {t('found', { rows: formats.number(total) })}
    </Text>
  )
}

interface FiltersProps {
  readonly view: View
  readonly onChange: (changed: Partial<View>) => void
}

const CHOICES = [...VERDICTS, 'none'] as const

function Filters({ view, onChange }: FiltersProps) {
  const { t } = useTranslation('many-at-once')
  const shared = useTranslation('shared')
  return (
    <Group>
      <TextInput
        label={t('search')}
        value={view.search}
        onChange={({ currentTarget: { value } }) => onChange({ search: value })}
      />
      <NativeSelect
        label={t('verdict')}
        value={view.verdict ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ verdict: CHOICES.find((one) => one === value) })
        }
        data={[
          { value: '', label: t('all') },
          ...VERDICTS.map((value) => ({ value, label: shared.t(`verdicts.${value}`) })),
          { value: 'none', label: t('notJudged') },
        ]}
      />
    </Group>
  )
}
