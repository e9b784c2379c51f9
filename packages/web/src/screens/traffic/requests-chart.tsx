import { BarChart } from '@mantine/charts'
import { useTranslation } from 'react-i18next'
import { ChartFigure } from '../../shared/chart-figure.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import { minutesAxis, TOP_MARGIN } from './minutes-axis.ts'
import { type Outcomes, outcomesOf } from './outcomes.ts'
import type { TrafficHour } from './traffic.ts'

/** Each has a contrast of 3 to 1 or more on white and on dark. Source: WCAG 2.2, criterion 1.4.11. */
const COLOURS: Readonly<Record<keyof Outcomes, string>> = {
  answered: 'indigo.6',
  refused: 'gray.6',
  limited: 'orange.8',
  failed: 'red.7',
}
const OUTCOMES = ['answered', 'refused', 'limited', 'failed'] as const

/** Requests of each minute, by how they ended. */
export function RequestsChart({ minutes }: Pick<TrafficHour, 'minutes'>) {
  const { t } = useTranslation('traffic')
  const { time, number } = useFormats()
  const rows = minutes.map((minute) => ({
    minute: time(minute.start),
    texts: minute.texts,
    ...outcomesOf(minute),
  }))
  const table = {
    head: [t('minute'), ...OUTCOMES.map((outcome) => t(outcome)), t('texts')],
    body: rows
      .toReversed()
      .map((row) => [
        row.minute,
        ...OUTCOMES.map((outcome) => number(row[outcome])),
        number(row.texts),
      ]),
  }
  return (
    <ChartFigure title={t('requestsChart')} note={t('requestsNote')} table={table}>
      <BarChart
        h={260}
        data={rows}
        dataKey="minute"
        type="stacked"
        series={OUTCOMES.map((name) => ({ name, label: t(name), color: COLOURS[name] }))}
        withLegend
        legendProps={{ verticalAlign: 'bottom', itemSorter: null }}
        valueFormatter={(value) => number(value)}
        xAxisProps={minutesAxis(minutes, time)}
        yAxisProps={{ allowDecimals: false }}
        barProps={{ isAnimationActive: false }}
        barChartProps={{ accessibilityLayer: false, margin: TOP_MARGIN }}
      />
    </ChartFigure>
  )
}
