import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import { guardRecording } from './guard-recording.ts'
import { type Recording, stopRecording } from './many-store.ts'

/** How many rows were recorded so far. Whoever closes the window meanwhile is asked whether they mean it. */
export function RecordProgress({ recording, wanted }: { recording: Recording; wanted: number }) {
  const { t } = useTranslation('many-at-once')
  const formats = useFormats()
  useEffect(guardRecording, [])
  const { recorded, isStopping = false } = recording
  return (
    <Stack gap="xs">
      <Progress
        value={(recorded / Math.max(1, wanted)) * 100}
        size="lg"
        aria-label={t('record.progress')}
      />
      <Group justify="space-between">
        <Text size="sm">
          {t('record.soFar', { rows: formats.number(recorded), of: formats.number(wanted) })}
        </Text>
        <Button variant="default" loading={isStopping} onClick={stopRecording}>
          {t('stop')}
        </Button>
      </Group>
    </Stack>
  )
}
