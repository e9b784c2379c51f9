import { Alert, SimpleGrid, Stack } from '@mantine/core'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CalibrationChart } from './calibration-chart.tsx'
import type { View } from './champion.ts'
import { MetricsList } from './metrics-list.tsx'
import { PrecisionChart } from './precision-chart.tsx'
import { indexAt } from './promises.ts'
import { PromisesTable } from './promises-table.tsx'
import { RocChart } from './roc-chart.tsx'
import { ThresholdPanel } from './threshold-panel.tsx'

/** How one view does: as a whole, at the threshold that is looked at, and at all of them. */
export function ViewReport({ view }: { view: View }) {
  const { t } = useTranslation('model')
  const { metrics, thresholds, bands } = view
  const spam = bands.find(({ verdict }) => verdict === 'spam')
  const [index, setIndex] = useState(() => indexAt(thresholds, spam?.log_odds ?? 0))
  // Curves are drawn when there is time; the numbers follow the slider at once.
  const drawn = thresholds[useDeferredValue(index)]
  const row = thresholds[index]
  return (
    <Stack gap="lg">
      {metrics && <MetricsList metrics={metrics} />}
      {metrics && row && drawn ? (
        <>
          <ThresholdPanel view={view} metrics={metrics} row={row} onChosen={setIndex} />
          <PromisesTable rows={thresholds} ham={metrics.n_ham} onChosen={setIndex} />
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <RocChart view={view} ham={metrics.n_ham} row={drawn} />
            <PrecisionChart view={view} row={drawn} />
            <CalibrationChart reliability={view.reliability} />
          </SimpleGrid>
        </>
      ) : (
        <Alert color="yellow" variant="outline">
          {t('older')}
        </Alert>
      )}
    </Stack>
  )
}
