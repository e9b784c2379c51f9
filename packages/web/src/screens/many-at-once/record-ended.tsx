import { Alert, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import type { Recording } from './many-store.ts'
import { useNumbers } from './use-numbers.ts'

/** How recording ended, and which rows are left. */
export function RecordEnded({ recording, left }: { recording: Recording; left: number }) {
  const { t } = useTranslation('many-at-once')
  const numbers = useNumbers()
  const { end, recorded, leftOut, from } = recording
  if (end === undefined) return null
  const title = end.kind === 'all' && leftOut.length > 0 ? 'allOthers' : end.kind
  return (
    <>
      {end.kind === 'refused' && <RefusalAlert error={end.error} />}
      <Alert variant="default" role="status" title={t(`record.ends.${title}`)}>
        <Text size="sm">{t('record.recorded', { rows: numbers.count(recorded) })}</Text>
        {left > 0 && (
          <Text size="sm">
            {t('record.left', { rows: numbers.count(left), from: numbers.count(from + 1) })}
          </Text>
        )}
      </Alert>
    </>
  )
}
