import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { tell } from '../../shared/tell.ts'
import { KEYS, revokeKey } from './keys.ts'

interface RevokeKeyProps {
  readonly id: string
  readonly name: string
  /** The id of what tells screen readers which key it is about. */
  readonly describedBy: string
}

/** Makes a key useless, after asking. */
export function RevokeKey({ id, name, describedBy }: RevokeKeyProps) {
  const { t } = useTranslation('keys')
  const shared = useTranslation('shared')
  const [isOpen, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button variant="default" size="xs" flex="none" aria-describedby={describedBy} onClick={open}>
        {t('revoke')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('revokeTitle', { name })}
        closeButtonProps={{ 'aria-label': shared.t('close') }}
      >
        <Confirmation id={id} name={name} onClose={close} />
      </Modal>
    </>
  )
}

interface ConfirmationProps {
  readonly id: string
  readonly name: string
  readonly onClose: () => void
}

function Confirmation({ id, name, onClose }: ConfirmationProps) {
  const { t } = useTranslation('keys')
  const queries = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => revokeKey(id),
    onSuccess() {
      onClose()
      tell(t('revoked', { name }))
      return queries.invalidateQueries({ queryKey: KEYS })
    },
    meta: { isShown: true },
  })
  return (
    <Stack>
      <Text size="sm">{t('revokeWarning')}</Text>
      {revoke.isError && <RefusalAlert error={revoke.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('cancel')}
        </Button>
        <Button color="red.8" loading={revoke.isPending} onClick={() => revoke.mutate()}>
          {t('revokeForGood')}
        </Button>
      </Group>
    </Stack>
  )
}
