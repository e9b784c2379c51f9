import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { ChartFigure } from '../../shared/chart-figure.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import { VERDICT_COLOURS } from '../../shared/verdict-colours.ts'
import { BINS, type Tally, VERDICTS } from './desk/judged-rows.ts'

/** Below so many rows in a bar its axis would tell some numbers twice. */
const FEW = 16

/** How many rows have which probability, by verdict. */
export const Histogram = memo(({ tally }: { tally: Tally }) => {
  const { t } = useTranslation('many-at-once')
  const shared = useTranslation('shared')
  const { number, percent } = useFormats()
  const data = tally.bins.map((counts, i) => ({
    range: `${percent(i / BINS, 0)} – ${percent((i + 1) / BINS, 0)}`,
    ...Object.fromEntries(VERDICTS.map((verdict, place) => [verdict, counts[place] ?? 0])),
  }))
  const table = {
    head: [t('probability'), ...VERDICTS.map((verdict) => shared.t(`verdicts.${verdict}`))],
    body: tally.bins.map((counts, i) => [data[i]?.range, ...counts.map((count) => number(count))]),
  }
  return (
    <ChartFigure title={t('histogram')} note={t('histogramHint')} table={table}>
      <BarChart
        h={220}
        data={data}
        dataKey="range"
        type="stacked"
        withLegend
        legendProps={{ verticalAlign: 'top', itemSorter: null }}
        series={VERDICTS.map((name) => ({
          name,
          label: shared.t(`verdicts.${name}`),
          color: VERDICT_COLOURS[name],
        }))}
        valueFormatter={(value) => number(value)}
        // A few beside very many are seen, too.
        yAxisProps={{ scale: 'sqrt', width: 64, ...ticksOf(tally) }}
        barProps={{ isAnimationActive: false }}
        barChartProps={{ accessibilityLayer: false }}
      />
    </ChartFigure>
  )
})

/** Few rows make few ticks, each a whole number, as evenly spaced as their square roots can be. */
function ticksOf({ bins }: Tally): { readonly ticks?: number[] } {
  const highest = Math.max(...bins.map((counts) => counts.reduce((sum, count) => sum + count, 0)))
  if (highest >= FEW) return {}
  const ticks = [0, 1, 2, 3, 4].map((step) => Math.round(highest * (step / 4) ** 2))
  return { ticks: [...new Set(ticks)] }
}
