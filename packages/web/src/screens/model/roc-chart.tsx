import { LineChart } from '@mantine/charts'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ChartFigure } from '../../shared/chart-figure.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import type { ThresholdRow, View } from './champion.ts'
import { CHOSEN_COLOUR, CURVE_COLOUR, numberAxis, STILL, shareAxis } from './chart-look.ts'
import { decades, drawnRoc, floorOf, leastRate } from './curves.ts'
import { everyTenth, thresholdTable } from './threshold-table.ts'

interface RocChartProps {
  readonly view: View
  readonly ham: number
  readonly row: ThresholdRow
}

/** Spam found against honest messages blocked, where it matters: the axis is logarithmic. */
export function RocChart({ view, ham, row }: RocChartProps) {
  const { t } = useTranslation('model')
  const { percent } = useFormats()
  const least = leastRate(ham)
  const points = useMemo(() => [...drawnRoc(view.roc, least)], [view, least])
  const floor = floorOf(view.roc.slice(1).map(({ recall }) => recall))
  const table = thresholdTable(everyTenth(view.thresholds), percent, {
    head: [t('probability'), t('metrics.fpr'), t('metrics.recall')],
    cells: ({ fpr, recall }) => [percent(fpr, 3), percent(recall, 2)],
  })
  return (
    <ChartFigure title={t('roc')} note={t('rocNote')} table={table}>
      <LineChart
        h={280}
        data={points}
        dataKey="fpr"
        series={[{ name: 'recall', label: t('metrics.recall'), color: CURVE_COLOUR }]}
        curveType="linear"
        withDots={false}
        valueFormatter={(value) => percent(value, 2)}
        xAxisLabel={t('metrics.fpr')}
        xAxisProps={{
          ...numberAxis((value) => percent(value, 4)),
          scale: 'log',
          domain: [least, 1],
          ticks: [...decades(least)],
        }}
        yAxisProps={shareAxis(floor)}
        referenceLines={[{ x: Math.max(row.fpr, least), color: CHOSEN_COLOUR }]}
        tooltipProps={{ labelFormatter: (value) => percent(Number(value), 4) }}
        {...STILL}
      />
    </ChartFigure>
  )
}
