import { LineChart } from '@mantine/charts'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ChartFigure } from '../../shared/chart-figure.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import type { ThresholdRow, View } from './champion.ts'
import { CHOSEN_COLOUR, CURVE_COLOUR, numberAxis, STILL, shareAxis } from './chart-look.ts'
import { floorOf } from './curves.ts'
import { everyTenth, thresholdTable } from './threshold-table.ts'

/** How sure a block is, against how much spam is found. Between two points it is no line, but a step. */
export function PrecisionChart({ view, row }: { view: View; row: ThresholdRow }) {
  const { t } = useTranslation('model')
  const { percent } = useFormats()
  const points = useMemo(() => [...view.precision_recall], [view])
  const floor = floorOf(points.map(({ precision }) => precision))
  const table = thresholdTable(everyTenth(view.thresholds), percent, {
    head: [t('probability'), t('metrics.recall'), t('metrics.precision')],
    cells: ({ recall, precision }) => [percent(recall, 2), percent(precision, 2)],
  })
  return (
    <ChartFigure title={t('precisionRecall')} note={t('precisionRecallNote')} table={table}>
      <LineChart
        h={280}
        data={points}
        dataKey="recall"
        series={[{ name: 'precision', label: t('metrics.precision'), color: CURVE_COLOUR }]}
        curveType="stepBefore"
        withDots={false}
        valueFormatter={(value) => percent(value, 2)}
        xAxisLabel={t('metrics.recall')}
        xAxisProps={{ ...numberAxis((value) => percent(value, 0)), domain: [0, 1] }}
        yAxisProps={shareAxis(floor)}
        referenceLines={[{ x: row.recall, color: CHOSEN_COLOUR }]}
        tooltipProps={{ labelFormatter: (value) => percent(Number(value), 2) }}
        {...STILL}
      />
    </ChartFigure>
  )
}
