import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import type { Progress as DeskProgress } from './desk/desk.ts'
import { LazyHistogram } from './lazy-histogram.tsx'
import { stopJudging } from './many-store.ts'
import { paceOf } from './pace.ts'

/** How far the judging is, how fast, how long it will take, and what was found so far. */
export function Judging({ file, progress }: { file: File; progress?: DeskProgress }) {
  const { t } = useTranslation('many-at-once')
  const formats = useFormats()
  const { percentAtLeast } = useFormats()
  const share = progress ? Math.min(1, progress.bytes / Math.max(1, file.size)) : 0
  const pace = progress && paceOf(progress, file.size)
  return (
    <Stack>
      <Text fw={600}>{t('judging', { name: file.name })}</Text>
      <Progress value={share * 100} size="xl" aria-label={t('progress')} />
      <Group justify="space-between">
        <Text size="sm">
          {percentAtLeast(share, 1)}
          {progress && ` · ${t('rowsSoFar', { rows: formats.number(progress.rows) })}`}
          {pace && ` · ${t('rate', { rate: formats.number(pace.rowsPerSecond) })}`}
          {pace && ` · ${t('timeLeft', { time: formats.duration(pace.secondsLeft) })}`}
        </Text>
        <Button variant="default" disabled={!progress} onClick={stopJudging}>
          {t('stop')}
        </Button>
      </Group>
      {progress && <LazyHistogram tally={progress} />}
    </Stack>
  )
}
