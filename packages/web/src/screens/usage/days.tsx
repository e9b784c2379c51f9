import { NativeSelect } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/use-language.ts'
import { QueryView } from '../../shared/query-view.tsx'
import { Section } from '../../shared/section.tsx'
import { usageQuery } from '../../shared/usage.ts'
import { DaysChart } from './days-chart.tsx'
import { monthsQuery } from './months-query.ts'
import { monthName } from './words.ts'

/** The days of a month, as a chart and as a table. */
export function Days() {
  const { t } = useTranslation('usage')
  const [period, setPeriod] = useState<string>()
  const usage = useQuery(usageQuery(period))
  return (
    <Section title={t('days')}>
      <MonthChoice period={period} onChosen={setPeriod} />
      <QueryView query={usage} isEmpty={({ days }) => days.length === 0} empty={t('noDays')}>
        {(month) => <DaysChart period={month.period} days={month.days} />}
      </QueryView>
    </Section>
  )
}

interface MonthChoiceProps {
  /** `undefined` is this month. */
  readonly period: string | undefined
  readonly onChosen: (period: string | undefined) => void
}

/** This month, and those before that the list has. */
function MonthChoice({ period, onChosen }: MonthChoiceProps) {
  const { t } = useTranslation('usage')
  const language = useLanguage()
  const { data: now } = useQuery(usageQuery())
  const { data: months } = useInfiniteQuery(monthsQuery)
  if (now === undefined) return null
  const used = months?.pages.flatMap(({ items }) => items.map((month) => month.period)) ?? []
  const periods = [...new Set([now.period, ...used])]
  return (
    <NativeSelect
      label={t('month')}
      maw={260}
      value={period ?? now.period}
      onChange={({ currentTarget: { value } }) =>
        onChosen(value === now.period ? undefined : value)
      }
      data={periods.map((value) => ({ value, label: monthName(value, language) }))}
    />
  )
}
