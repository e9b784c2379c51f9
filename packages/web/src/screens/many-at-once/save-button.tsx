import { Alert, Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { saveFile } from '../../shared/save-file.ts'

interface SaveButtonProps {
  readonly label: string
  readonly name: string
  readonly make: () => Promise<Blob>
  readonly isSecond?: boolean
}

/** Makes a file and hands it to the browser to keep. */
export function SaveButton({ label, name, make, isSecond = false }: SaveButtonProps) {
  const { t } = useTranslation('many-at-once')
  const save = useMutation({
    mutationFn: async () => saveFile(await make(), name),
    meta: { isShown: true },
  })
  return (
    <>
      <Button
        variant={isSecond ? 'default' : 'filled'}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        {label}
      </Button>
      {save.isError && (
        <Alert color="red" variant="outline" role="alert">
          {t('faults.unreadable')}
        </Alert>
      )}
    </>
  )
}
