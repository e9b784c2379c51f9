import { LineChart } from '@mantine/charts'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ChartFigure } from '../../shared/chart-figure.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import type { View } from './champion.ts'
import { CURVE_COLOUR, numberAxis, STILL } from './chart-look.ts'
import { drawnBins } from './curves.ts'

/** How much of what got a probability was spam: the same share, if it is honest. */
export function CalibrationChart({ reliability }: Pick<View, 'reliability'>) {
  const { t } = useTranslation('model')
  const { percent, number } = useFormats()
  const bins = useMemo(() => [...drawnBins(reliability)], [reliability])
  const table = {
    head: [t('probability'), t('predicted'), t('seen'), t('count')],
    body: reliability.map(({ from, to, count, mean_predicted, spam_share }) => [
      `${percent(from)} – ${percent(to)}`,
      count === 0 ? '–' : percent(mean_predicted, 2),
      count === 0 ? '–' : percent(spam_share, 2),
      number(count),
    ]),
  }
  return (
    <ChartFigure title={t('calibration')} note={t('calibrationNote')} table={table}>
      <LineChart
        h={280}
        data={bins}
        dataKey="predicted"
        series={[
          { name: 'right', label: t('ideal'), color: 'gray.6', strokeDasharray: '6 4' },
          { name: 'seen', label: t('seen'), color: CURVE_COLOUR },
        ]}
        curveType="linear"
        connectNulls={false}
        withLegend
        legendProps={{ verticalAlign: 'top', itemSorter: null }}
        dotProps={{ r: 3 }}
        valueFormatter={(value) => percent(value, 2)}
        xAxisLabel={t('predicted')}
        xAxisProps={{ ...numberAxis((value) => percent(value, 0)), domain: [0, 1] }}
        yAxisProps={{ domain: [0, 1], width: 60 }}
        tooltipProps={{ labelFormatter: (value) => percent(Number(value), 2) }}
        {...STILL}
      />
    </ChartFigure>
  )
}
