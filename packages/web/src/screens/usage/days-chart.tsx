import { BarChart } from '@mantine/charts'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/use-language.ts'
import { ChartFigure } from '../../shared/chart-figure.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import { type DayCount, everyDayOf } from './month-days.ts'
import { dayName, monthName } from './words.ts'

interface DaysChartProps {
  readonly period: string
  readonly days: readonly DayCount[]
}

/** Ham and spam of each day, one on the other. */
export function DaysChart({ period, days }: DaysChartProps) {
  const { t } = useTranslation('usage')
  const language = useLanguage()
  const { number } = useFormats()
  // Recharts also asks while it points at no day.
  const nameOf = (date: unknown) =>
    typeof date === 'number' ? dayName(`${period}-${String(date).padStart(2, '0')}`, language) : ''
  const table = {
    head: [t('day'), t('ham'), t('spam')],
    body: days.map(({ day, ham, spam }) => [dayName(day, language), number(ham), number(spam)]),
  }
  return (
    <ChartFigure title={t('chart', { month: monthName(period, language) })} table={table}>
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
        valueFormatter={(value) => number(value)}
        barChartProps={{ accessibilityLayer: false, margin: { top: 10 } }}
        barProps={{ isAnimationActive: false }}
        xAxisProps={{ interval: 'equidistantPreserveStart', minTickGap: 8 }}
        yAxisProps={{ allowDecimals: false, width: 48 }}
        tooltipProps={{ labelFormatter: nameOf }}
      />
    </ChartFigure>
  )
}
