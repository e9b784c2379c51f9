import '@mantine/charts/styles.css'
import { Group, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { QueryView } from '../../shared/query-view.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import { LatencyChart } from './latency-chart.tsx'
import { RequestsChart } from './requests-chart.tsx'
import { Totals } from './totals.tsx'
import { REFRESH_MS, useTraffic } from './traffic.ts'

/** What the server had to do in the last hour; it keeps itself up to date until it is told not to. */
export function Screen() {
  const { t } = useTranslation('traffic')
  const { preciseTime } = useFormats()
  const [isLive, setIsLive] = useState(true)
  const traffic = useTraffic(isLive)
  return (
    <Stack>
      <Text>{t('intro')}</Text>
      <Group justify="space-between">
        <Switch
          label={t('live', { seconds: REFRESH_MS / 1000 })}
          checked={isLive}
          onChange={({ currentTarget: { checked } }) => setIsLive(checked)}
        />
        {traffic.dataUpdatedAt > 0 && (
          <Text size="sm" c="dimmed">
            {t('asOf', { time: preciseTime(traffic.dataUpdatedAt) })}
          </Text>
        )}
      </Group>
      <QueryView query={traffic}>
        {({ minutes, total }) => (
          <>
            <Totals total={total} />
            <RequestsChart minutes={minutes} />
            <LatencyChart minutes={minutes} />
          </>
        )}
      </QueryView>
    </Stack>
  )
}
