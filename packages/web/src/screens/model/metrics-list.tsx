import { Paper, SimpleGrid, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import type { Metrics } from './champion.ts'

/** How it does on all texts, called spam from a probability of 0.5 on. */
export function MetricsList({ metrics }: { metrics: Metrics }) {
  const { t } = useTranslation('model')
  const { number, percent } = useFormats()
  const shown = [
    [t('metrics.accuracy'), percent(metrics.accuracy, 2)],
    [t('metrics.recall'), percent(metrics.recall, 2)],
    [t('metrics.precision'), percent(metrics.precision, 2)],
    [t('metrics.fpr'), percent(metrics.fpr, 3)],
    [t('metrics.auc'), number(metrics.roc_auc, 5)],
    [t('metrics.mcc'), number(metrics.mcc, 4)],
    [t('metrics.logLoss'), number(metrics.log_loss, 4)],
    [t('metrics.ece'), number(metrics.ece, 4)],
  ] as const
  return (
    <Paper withBorder p="md" component="section" aria-label={t('metrics.title')}>
      <Text fw={600}>{t('metrics.title')}</Text>
      <Text size="sm" c="dimmed" mb="sm">
        {t('metrics.note')}
      </Text>
      <SimpleGrid component="dl" cols={{ base: 2, xs: 4 }} m={0}>
        {shown.map(([name, value]) => (
          <div key={name}>
            <Text component="dt" size="sm" c="dimmed">
              {name}
            </Text>
            <Text component="dd" m={0} fw={600}>
              {value}
            </Text>
          </div>
        ))}
      </SimpleGrid>
    </Paper>
  )
}
