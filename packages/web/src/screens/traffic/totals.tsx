import { Paper, SimpleGrid, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import { outcomesOf, refusedShare } from './outcomes.ts'
import type { TrafficHour } from './traffic.ts'
import { useMilliseconds } from './use-milliseconds.ts'

/** The hour in a few numbers. */
export function Totals({ total }: { total: TrafficHour['total'] }) {
  const { t } = useTranslation('traffic')
  const { number, percent } = useFormats()
  const milliseconds = useMilliseconds()
  const { refused, limited, failed } = outcomesOf(total)
  const share = percent(refusedShare(total))
  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 3, lg: 6 }} m={0}>
      <Total name={t('requests')} value={number(total.requests)} />
      <Total name={t('texts')} value={number(total.texts)} />
      <Total name={t('notAnswered')} value={number(refused + limited + failed)} note={share} />
      <Total name={t('failed')} value={number(failed)} />
      <Total name={t('p50')} value={milliseconds(total.p50_ms)} />
      <Total name={t('p99')} value={milliseconds(total.p99_ms)} />
    </SimpleGrid>
  )
}

function Total({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <Paper withBorder p="sm">
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} fw={700} size="xl">
        {value}
        {note !== undefined && (
          <Text component="span" size="sm" c="dimmed" fw={400}>
            {' '}
            {note}
          </Text>
        )}
      </Text>
    </Paper>
  )
}
