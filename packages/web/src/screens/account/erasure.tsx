import { answerOf } from '@hamlet/client'
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { api, session } from '../../session/client.ts'
import { fieldFaults } from '../../shared/field-faults.ts'
import { PasswordField } from '../../shared/password-field.tsx'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { Section } from '../../shared/section.tsx'
import { tell } from '../../shared/tell.ts'

/** The end of an account, which asks twice and for the password. */
export function Erasure() {
  const { t } = useTranslation('account')
  const shared = useTranslation('shared')
  const [isOpen, { open, close }] = useDisclosure(false)
  return (
    <Section title={t('erasure')}>
      <Text size="sm">{t('erasureHint')}</Text>
      <div>
        <Button variant="outline" color="red" onClick={open}>
          {t('erase')}
        </Button>
      </div>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('eraseTitle')}
        closeButtonProps={{ 'aria-label': shared.t('close') }}
      >
        <Confirmation onCancel={close} />
      </Modal>
    </Section>
  )
}

function Confirmation({ onCancel }: { onCancel: () => void }) {
  const { t } = useTranslation('account')
  const { form, erase } = useErasing()
  return (
    <form noValidate onSubmit={form.onSubmit((values) => erase.mutate(values))}>
      <Stack>
        <Text size="sm">{t('eraseWarning')}</Text>
        <PasswordField
          label={t('yourPassword')}
          autoComplete="current-password"
          data-autofocus
          {...form.getInputProps('password')}
        />
        {erase.isError && <RefusalAlert error={erase.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
          <Button type="submit" color="red.8" loading={erase.isPending}>
            {t('eraseForGood')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useErasing() {
  const { t } = useTranslation('account')
  const shared = useTranslation('shared')
  const [, go] = useLocation()
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: isNotEmpty(shared.t('fieldFaults.missing')) },
  })
  const erase = useMutation({
    mutationFn: async (body: typeof form.values) => {
      await answerOf(api.DELETE('/users/me', { body }))
      // Whoever signs out here is asked to log in again, which nobody could.
      go('/')
      // What was said before somebody signs out goes with them.
      await session.signOut().finally(() => tell(t('erased')))
    },
    onError: (error) => form.setErrors(fieldFaults(error, shared.t)),
    gcTime: 0,
    meta: { isShown: true },
  })
  return { form, erase }
}
