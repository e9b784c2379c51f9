import { Alert, Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { saveFile } from '../../shared/save-file.ts'

interface SaveButtonProps {
  readonly label: string
  readonly name: string
  readonly make: () => Promise<Blob>
  readonly isSecond?: boolean
}

/** Of a file that was changed, moved or taken away. Source: W3C File API, 8.2. */
const UNREADABLE: readonly string[] = ['NotReadableError', 'NotFoundError']

/** Makes a file and hands it to the browser to keep. */
export function SaveButton({ label, name, make, isSecond = false }: SaveButtonProps) {
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
      {save.isError && <Why error={save.error} />}
    </>
  )
}

/** Why it was not made: the file is not what it was, or something else went wrong. */
function Why({ error }: { error: Error }) {
  const { t } = useTranslation('many-at-once')
  if (!UNREADABLE.includes(error.name)) return <RefusalAlert error={error} />
  return (
    <Alert color="red" variant="outline" role="alert">
      {t('faults.unreadable')}
    </Alert>
  )
}
