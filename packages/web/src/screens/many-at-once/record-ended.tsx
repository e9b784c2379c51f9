import { Alert, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import type { Recording } from './many-store.ts'
import type { RecordCounts } from './record-counts.ts'

interface RecordEndedProps {
  readonly recording: Recording
  readonly counts: RecordCounts
}

/** How recording ended, and which rows are left. */
export function RecordEnded({ recording, counts }: RecordEndedProps) {
  const { t } = useTranslation('many-at-once')
  const { number } = useFormats()
  const { end, recorded, leftOut } = recording
  const { left, unsure, from } = counts
  if (end === undefined) return null
  const title = end.kind === 'all' && leftOut.length > 0 ? 'allOthers' : end.kind
  return (
    <>
      {end.kind === 'refused' && <RefusalAlert error={end.error} />}
      <Alert variant="default" role="status" title={t(`record.ends.${title}`)}>
        <Text size="sm">{t('record.recorded', { rows: number(recorded) })}</Text>
        {unsure > 0 && <Text size="sm">{t('record.unsure', { rows: number(unsure) })}</Text>}
        {left > 0 && (
          <Text size="sm">{t('record.left', { rows: number(left), from: number(from) })}</Text>
        )}
      </Alert>
    </>
  )
}
