import { Group, NativeSelect, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { dayFaultsOf, type Filters, LAST_DAY } from './filters.ts'
import { useTimeZone } from './use-decisions.ts'

interface FilterBarProps {
  readonly filters: Filters
  /** What the server has refused of them, in words, by the API's names. */
  readonly refused: Readonly<Record<string, string>>
  readonly onChange: (changed: Partial<Filters>) => void
}

const LABELS = ['ham', 'spam'] as const

/** What the text must hold. The server takes no more. */
const SEARCH_AT_MOST = 200

/** Which decisions are wanted. */
export function FilterBar({ filters, refused, onChange }: FilterBarProps) {
  const { t } = useTranslation('history')
  return (
    <div>
      <Group align="flex-start">
        <TextInput
          label={t('search')}
          maxLength={SEARCH_AT_MOST}
          value={filters.search}
          error={refused['q']}
          onChange={({ currentTarget: { value } }) => onChange({ search: value })}
        />
        <NativeSelect
          label={t('label')}
          value={filters.label}
          error={refused['label']}
          onChange={({ currentTarget: { value } }) =>
            onChange({ label: LABELS.find((label) => label === value) ?? '' })
          }
          data={['' as const, ...LABELS].map((value) => ({
            value,
            label: t(`labels.${value === '' ? 'all' : value}`),
          }))}
        />
        <Days filters={filters} refused={refused} onChange={onChange} />
      </Group>
      <Zone />
    </div>
  )
}

/** The browser's own fields for days, which every phone and keyboard knows. */
function Days({ filters, refused, onChange }: FilterBarProps) {
  const { t } = useTranslation('history')
  const { from, to } = filters
  const faults = dayFaultsOf(filters)
  return (
    <>
      <TextInput
        type="date"
        label={t('from')}
        max={to || LAST_DAY}
        value={from}
        error={faults.from ? t(`faults.${faults.from}`) : refused['from']}
        onChange={({ currentTarget: { value } }) => onChange({ from: value })}
      />
      <TextInput
        type="date"
        label={t('to')}
        min={from}
        max={LAST_DAY}
        value={to}
        error={faults.to ? t(`faults.${faults.to}`) : refused['to']}
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
