import { LineChart } from '@mantine/charts'
import { useTranslation } from 'react-i18next'
import { ChartFigure } from '../../shared/chart-figure.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import { minutesAxis, TOP_MARGIN } from './minutes-axis.ts'
import type { TrafficHour } from './traffic.ts'
import { useMilliseconds } from './use-milliseconds.ts'

/** How long answers took in each minute: what half of them, and 99 of 100, did not exceed. */
export function LatencyChart({ minutes }: Pick<TrafficHour, 'minutes'>) {
  const { t } = useTranslation('traffic')
  const { time } = useFormats()
  const milliseconds = useMilliseconds()
  const rows = minutes.map(({ start, p50_ms, p99_ms }) => ({ minute: time(start), p50_ms, p99_ms }))
  const table = {
    head: [t('minute'), t('p50'), t('p99')],
    body: rows
      .toReversed()
      .map((row) => [row.minute, milliseconds(row.p50_ms), milliseconds(row.p99_ms)]),
  }
  return (
    <ChartFigure title={t('latencyChart')} note={t('latencyNote')} table={table}>
      <LineChart
        h={240}
        data={rows}
        dataKey="minute"
        series={[
          { name: 'p50_ms', label: t('p50'), color: 'indigo.6' },
          { name: 'p99_ms', label: t('p99'), color: 'orange.8', strokeDasharray: '6 3' },
        ]}
        curveType="linear"
        withLegend
        legendProps={{ verticalAlign: 'bottom', itemSorter: null }}
        connectNulls={false}
        dotProps={{ r: 2 }}
        valueFormatter={milliseconds}
        xAxisProps={minutesAxis(minutes, time)}
        yAxisProps={{ width: 80 }}
        lineProps={{ isAnimationActive: false }}
        lineChartProps={{ accessibilityLayer: false, margin: TOP_MARGIN }}
      />
    </ChartFigure>
  )
}
