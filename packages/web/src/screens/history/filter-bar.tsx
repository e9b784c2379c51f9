import { Group, NativeSelect, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Filters } from './filters.ts'
import { useTimeZone } from './use-decisions.ts'

interface FilterBarProps {
  readonly filters: Filters
  readonly onChange: (changed: Partial<Filters>) => void
}

const LABELS = ['ham', 'spam'] as const

/** What the text must hold. The server takes no more. */
const SEARCH_AT_MOST = 200

/** Which decisions are wanted. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const { t } = useTranslation('history')
  return (
    <div>
      <Group align="flex-end">
        <TextInput
          label={t('search')}
          maxLength={SEARCH_AT_MOST}
          value={filters.search}
          onChange={({ currentTarget: { value } }) => onChange({ search: value })}
        />
        <NativeSelect
          label={t('label')}
          value={filters.label}
          onChange={({ currentTarget: { value } }) =>
            onChange({ label: LABELS.find((label) => label === value) ?? '' })
          }
          data={['' as const, ...LABELS].map((value) => ({
            value,
            label: t(`labels.${value === '' ? 'all' : value}`),
          }))}
        />
        <Days filters={filters} onChange={onChange} />
      </Group>
      <Zone />
    </div>
  )
}

/** The browser's own fields for days, which every phone and keyboard knows. */
function Days({ filters: { from, to }, onChange }: FilterBarProps) {
  const { t } = useTranslation('history')
  return (
    <>
      <TextInput
        type="date"
        label={t('from')}
        max={to}
        value={from}
        onChange={({ currentTarget: { value } }) => onChange({ from: value })}
      />
      <TextInput
        type="date"
        label={t('to')}
        min={from}
        value={to}
        onChange={({ currentTarget: { value } }) => onChange({ to: value })}
      />
    </>
  )
}

function Zone() {
  const { t } = useTranslation('history')
  const zone = useTimeZone()
  return (
    <Text size="xs" c="dimmed" mt={4}>
      {zone === undefined ? '\u00a0' : t('zone', { zone })}
    </Text>
  )
}
