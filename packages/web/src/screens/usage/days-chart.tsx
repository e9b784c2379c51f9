import { BarChart } from '@mantine/charts'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/use-language.ts'
import { type DayCount, everyDayOf } from './month-days.ts'
import { dayName, monthName } from './words.ts'

interface DaysChartProps {
  readonly period: string
  readonly days: readonly DayCount[]
}

/** Ham and spam of each day, one on the other. A picture: the table beside it says it in numbers. */
export function DaysChart({ period, days }: DaysChartProps) {
  const { t } = useTranslation('usage')
  const language = useLanguage()
  // Recharts also asks while it points at no day.
  const nameOf = (date: unknown) =>
    typeof date === 'number' ? dayName(`${period}-${String(date).padStart(2, '0')}`, language) : ''
  return (
    <div role="img" aria-label={t('chart', { month: monthName(period, language) })}>
      <BarChart
        h={260}
        data={everyDayOf(period, days).map((day) => ({ ...day }))}
        dataKey="date"
        type="stacked"
        series={[
          { name: 'ham', label: t('ham'), color: 'teal.7' },
          { name: 'spam', label: t('spam'), color: 'red.7' },
        ]}
        withLegend
        barChartProps={{ accessibilityLayer: false }}
        barProps={{ isAnimationActive: false }}
        yAxisProps={{ allowDecimals: false, width: 48 }}
        tooltipProps={{ labelFormatter: nameOf }}
      />
    </div>
  )
}
