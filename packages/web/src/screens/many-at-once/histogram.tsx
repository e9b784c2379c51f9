import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { Box, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { VERDICT_COLOURS } from '../../shared/verdict-colours.ts'
import { BINS, type Tally, VERDICTS } from './desk/judged-rows.ts'
import { useNumbers } from './use-numbers.ts'

/** Percent that one bar stands for. */
const STEP = 100 / BINS

/** How many rows have which probability, by verdict; for screen readers as a table. */
export const Histogram = memo(({ tally }: { tally: Tally }) => {
  const { t } = useTranslation('many-at-once')
  const numbers = useNumbers()
  const data = tally.bins.map((counts, i) => ({
    range: `${numbers.wholePercent(i * STEP)} – ${numbers.wholePercent((i + 1) * STEP)}`,
    ...Object.fromEntries(VERDICTS.map((verdict, place) => [verdict, counts[place] ?? 0])),
  }))
  return (
    <Stack gap={4}>
      <Text fw={600}>{t('histogram')}</Text>
      <Box aria-hidden>
        <BarChart
          h={220}
          data={data}
          dataKey="range"
          type="stacked"
          withLegend
          series={VERDICTS.map((name) => ({
            name,
            label: t(`verdicts.${name}`),
            color: VERDICT_COLOURS[name],
          }))}
          valueFormatter={numbers.count}
          // A few beside very many are seen, too.
          yAxisProps={{ scale: 'sqrt', width: 64 }}
          barProps={{ isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
        />
      </Box>
      <Text size="xs" c="dimmed">
        {t('histogramHint')}
      </Text>
      <BinTable data={data} />
    </Stack>
  )
})

type Bin = Readonly<Record<string, string | number>>

function BinTable({ data }: { data: readonly Bin[] }) {
  const { t } = useTranslation('many-at-once')
  return (
    <VisuallyHidden>
      <Table>
        <Table.Caption>{t('histogram')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {['range' as const, ...VERDICTS].map((name) => (
              <Table.Th key={name} scope="col">
                {name === 'range' ? t('probability') : t(`verdicts.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map((bin) => (
            <Table.Tr key={bin['range']}>
              <Table.Th scope="row">{bin['range']}</Table.Th>
              {VERDICTS.map((verdict) => (
                <Table.Td key={verdict}>{bin[verdict]}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </VisuallyHidden>
  )
}
