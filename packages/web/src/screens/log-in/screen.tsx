import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { isNotEmpty, useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useSearch } from 'wouter'
import { session } from '../../session/client.ts'
import { useSessionRefusal } from '../../session/use-session.ts'
import { PasswordField } from '../../shared/password-field.tsx'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'

/** Logs somebody in, and says why that is asked again; the shell then sends them where they wanted to go. */
export function Screen() {
  const { t } = useTranslation('log-in')
  const shared = useTranslation('shared')
  const search = useSearch()
  const mustBeThere = isNotEmpty(shared.t('fieldFaults.missing'))
  const form = useForm({
    initialValues: { username: '', password: '' },
    validate: { username: mustBeThere, password: mustBeThere },
  })
  const logIn = useMutation({
    mutationFn: ({ username, password }: typeof form.values) =>
      session.signIn(username.trim(), password),
    // It holds a password.
    gcTime: 0,
    meta: { isShown: true },
  })
  const ended = useSessionRefusal()
  const refused = logIn.error ?? ended
  return (
    <form noValidate onSubmit={form.onSubmit((values) => logIn.mutate(values))}>
      <Stack maw={420}>
        {refused !== undefined && <RefusalAlert error={refused} />}
        <TextInput
          label={t('username')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('username')}
        />
        <PasswordField
          label={t('password')}
          autoComplete="current-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={logIn.isPending}>
          {t('logIn')}
        </Button>
        <Text size="sm">
          {t('noAccount')}{' '}
          <Anchor component={Link} href={`/sign-up${search && `?${search}`}`} underline="always">
            {t('signUp')}
          </Anchor>
        </Text>
      </Stack>
    </form>
  )
}
