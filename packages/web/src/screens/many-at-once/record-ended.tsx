import { Alert, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import type { Recording } from './many-store.ts'

/** How recording ended, and which rows are left. */
export function RecordEnded({ recording, left }: { recording: Recording; left: number }) {
  const { t } = useTranslation('many-at-once')
  const formats = useFormats()
  const { end, recorded, leftOut, from } = recording
  if (end === undefined) return null
  const title = end.kind === 'all' && leftOut.length > 0 ? 'allOthers' : end.kind
  return (
    <>
      {end.kind === 'refused' && <RefusalAlert error={end.error} />}
      <Alert variant="default" role="status" title={t(`record.ends.${title}`)}>
        <Text size="sm">{t('record.recorded', { rows: formats.number(recorded) })}</Text>
        {left > 0 && (
          <Text size="sm">
            {t('record.left', { rows: formats.number(left), from: formats.number(from + 1) })}
          </Text>
        )}
      </Alert>
    </>
  )
}
