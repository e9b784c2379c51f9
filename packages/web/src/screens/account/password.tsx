import { answerOf } from '@hamlet/client'
import { Button, Stack, Text, VisuallyHidden } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../session/client.ts'
import { fieldFaults } from '../../shared/field-faults.ts'
import { PasswordField } from '../../shared/password-field.tsx'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { Section } from '../../shared/section.tsx'
import { tell } from '../../shared/tell.ts'
import { usePersonCheck } from '../../shared/use-person-check.ts'
import { SESSIONS } from './sessions.tsx'

/** The form as it is typed; its fields are named as the API names them. */
interface PasswordForm {
  readonly current_password: string
  readonly password: string
}

const EMPTY: PasswordForm = { current_password: '', password: '' }

/** Changes the password, which ends every other session. */
export function Password({ username }: { username: string }) {
  const { t } = useTranslation('account')
  const { form, change } = usePasswordChange()
  return (
    <Section title={t('password')}>
      <Text size="sm">{t('passwordHint')}</Text>
      <form noValidate onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack maw={420} align="stretch">
          {/* Tells password managers whose password this is. */}
          <VisuallyHidden>
            <input
              aria-hidden
              autoComplete="username"
              readOnly
              tabIndex={-1}
              type="text"
              value={username}
            />
          </VisuallyHidden>
          <PasswordField
            label={t('currentPassword')}
            autoComplete="current-password"
            {...form.getInputProps('current_password')}
          />
          <PasswordField
            label={t('newPassword')}
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          {change.isError && <RefusalAlert error={change.error} />}
          <div>
            <Button type="submit" loading={change.isPending}>
              {t('changePassword')}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  )
}

function usePasswordChange() {
  const { t } = useTranslation('account')
  const shared = useTranslation('shared')
  const queries = useQueryClient()
  const check = usePersonCheck()
  const form = useForm<PasswordForm>({
    initialValues: EMPTY,
    validate: {
      current_password: isNotEmpty(shared.t('fieldFaults.missing')),
      password: check('password'),
    },
  })
  const change = useMutation({
    mutationFn: (body: PasswordForm) => answerOf(api.PATCH('/users/me', { body })),
    onSuccess: () => {
      form.reset()
      tell(t('passwordChanged'))
      return queries.invalidateQueries({ queryKey: SESSIONS })
    },
    onError: (error) => form.setErrors(fieldFaults(error, shared.t)),
    // A password is not kept longer than it takes to send it.
    gcTime: 0,
    meta: { isShown: true },
  })
  return { form, change }
}
