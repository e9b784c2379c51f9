import { Button, Group, Paper, SimpleGrid, Slider, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import type { Metrics, ThresholdRow, View } from './champion.ts'
import { ConfusionMatrix } from './confusion-matrix.tsx'
import classes from './model.module.css'
import { indexAt } from './promises.ts'

interface ThresholdPanelProps {
  readonly view: View
  readonly metrics: Metrics
  /** The threshold that is looked at. */
  readonly row: ThresholdRow
  readonly onChosen: (index: number) => void
}

/** What blocking from a threshold on would do, for every threshold. */
export function ThresholdPanel({ view, metrics, row, onChosen }: ThresholdPanelProps) {
  const { t } = useTranslation('model')
  const { number, percent } = useFormats()
  const { thresholds, bands } = view
  const told = (one: ThresholdRow | undefined) => percent(one?.probability ?? 0, 2)
  const facts = { probability: percent(row.probability, 2), logOdds: number(row.log_odds, 2) }
  return (
    <Paper withBorder p="md" component="section" aria-label={t('threshold')}>
      <Stack>
        <div>
          <Text fw={600}>{t('threshold')}</Text>
          <Text size="sm">{t('blockFrom', facts)}</Text>
        </div>
        <Slider
          className={classes['slider'] ?? ''}
          min={0}
          max={thresholds.length - 1}
          value={thresholds.indexOf(row)}
          onChange={onChosen}
          label={(index) => told(thresholds[index])}
          thumbLabel={t('threshold')}
          thumbValueText={(index) => told(thresholds[index])}
          marks={bands.map(({ log_odds }) => ({ value: indexAt(thresholds, log_odds) }))}
        />
        <Group gap="xs">
          <Text size="sm">{t('goTo')}</Text>
          {bands.map(({ verdict, log_odds }) => (
            <Button
              key={verdict}
              size="compact-sm"
              variant="default"
              onClick={() => onChosen(indexAt(thresholds, log_odds))}
            >
              {t(`bands.${verdict}`)}
            </Button>
          ))}
        </Group>
        <Outcome metrics={metrics} row={row} />
      </Stack>
    </Paper>
  )
}

function Outcome({ metrics, row }: Pick<ThresholdPanelProps, 'metrics' | 'row'>) {
  const { t } = useTranslation('model')
  const { number, percent, percentAtMost } = useFormats()
  const bound = percentAtMost(row.fpr_bound, 3)
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Text component="div">
          <Text fw={700} size="xl">
            {t('blocked', { n: number(row.ham_blocked), all: number(metrics.n_ham) })}
          </Text>
          <Text size="sm">{t('blockedShare', { share: percent(row.fpr, 3) })}</Text>
        </Text>
        <Text component="div">
          <Text fw={700} size="xl">
            {t('missed', { n: number(row.spam_missed), all: number(metrics.n_spam) })}
          </Text>
          <Text size="sm">{t('missedShare', { share: percent(row.miss_rate, 2) })}</Text>
        </Text>
      </SimpleGrid>
      <Text>{t('promise', { bound })}</Text>
      <ConfusionMatrix metrics={metrics} row={row} />
    </>
  )
}
