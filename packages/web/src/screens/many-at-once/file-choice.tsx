import { useFormats } from '../../shared/use-formats.ts'
import '@mantine/dropzone/styles.css'
import { Alert, Button, Stack, Text } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FileFault } from './desk/file-fault.ts'
import { choose, refuse } from './many-store.ts'

interface FileChoiceProps {
  readonly fault: FileFault | undefined
  readonly name: string | undefined
}

/** Where a file is dropped or chosen, and what was wrong with the last one. */
export function FileChoice({ fault, name }: FileChoiceProps) {
  const { t } = useTranslation('many-at-once')
  const formats = useFormats()
  return (
    <Stack>
      {fault && (
        <Alert
          color="red"
          variant="outline"
          role="alert"
          title={name === undefined ? undefined : t('faultTitle', { name })}
        >
          {t(`faults.${fault.code}`, { row: formats.number(fault.row ?? 1) })}
        </Alert>
      )}
      <Drop />
      <Text size="sm" c="dimmed">
        {t('formats')}
      </Text>
    </Stack>
  )
}

function Drop() {
  const { t } = useTranslation('many-at-once')
  const open = useRef<() => void>(null)
  return (
    <Dropzone
      openRef={open}
      onDrop={([file, ...others]) => {
        if (others.length > 0) return refuse({ code: 'many-files' })
        if (file !== undefined) void choose(file)
      }}
      useFsAccessApi={false}
      // The button below is what the keyboard finds.
      activateOnClick={false}
      activateOnKeyboard={false}
      tabIndex={-1}
      inputProps={{ 'aria-label': t('file'), multiple: false }}
    >
      <Stack align="center" gap="xs" py="xl">
        <Text size="lg" ta="center">
          {t('drop')}
        </Text>
        <Button style={{ pointerEvents: 'all' }} onClick={() => open.current?.()}>
          {t('choose')}
        </Button>
      </Stack>
    </Dropzone>
  )
}
