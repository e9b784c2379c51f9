import { answerOf } from '@hamlet/client'
import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useSearch } from 'wouter'
import { api, session } from '../../session/client.ts'
import { fieldFaults } from '../../shared/field-faults.ts'
import { PasswordField } from '../../shared/password-field.tsx'
import type { PersonFields } from '../../shared/person-rules.ts'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { usePersonCheck } from '../../shared/use-person-check.ts'
import { DocumentField } from './document-field.tsx'

const EMPTY: PersonFields = {
  full_name: '',
  email: '',
  username: '',
  password: '',
  document_number: '',
  phone: '',
}

/** Registers somebody and logs them in; the shell then sends them where they wanted to go. */
export function Screen() {
  const { t } = useTranslation('sign-up')
  const shared = useTranslation('shared')
  const search = useSearch()
  const form = useSignUpForm()
  const register = useRegistering()
  const signUp = useMutation({
    mutationFn: register,
    onError: (error) => form.setErrors(fieldFaults(error, shared.t)),
    // It holds a password.
    gcTime: 0,
    meta: { isShown: true },
  })
  return (
    <form noValidate onSubmit={form.onSubmit((values) => signUp.mutate(values))}>
      <Stack maw={420}>
        {signUp.isError && <RefusalAlert error={signUp.error} />}
        <Fields form={form} />
        <Button type="submit" loading={signUp.isPending}>
          {t('signUp')}
        </Button>
        <Text size="sm">
          {t('haveAccount')}{' '}
          <Anchor component={Link} href={`/log-in${search && `?${search}`}`} underline="always">
            {t('logIn')}
          </Anchor>
        </Text>
      </Stack>
    </form>
  )
}

function useSignUpForm(): UseFormReturnType<PersonFields> {
  const check = usePersonCheck()
  return useForm<PersonFields>({
    initialValues: EMPTY,
    validateInputOnBlur: true,
    validate: {
      full_name: check('full_name'),
      email: check('email'),
      username: check('username'),
      password: check('password'),
      document_number: check('document_number'),
      phone: check('phone'),
    },
  })
}

function Fields({ form }: { form: UseFormReturnType<PersonFields> }) {
  const { t } = useTranslation('sign-up')
  return (
    <>
      <TextInput label={t('fullName')} autoComplete="name" {...form.getInputProps('full_name')} />
      <TextInput
        label={t('email')}
        type="email"
        autoComplete="email"
        {...form.getInputProps('email')}
      />
      <TextInput
        label={t('username')}
        description={t('usernameHint')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        {...form.getInputProps('username')}
      />
      <PasswordField
        label={t('password')}
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
      <DocumentField form={form} />
      <TextInput
        label={t('phone')}
        type="tel"
        autoComplete="tel"
        {...form.getInputProps('phone')}
      />
    </>
  )
}

/**
 * Registers, then logs in. Where only the log-in fails, the next attempt does not register again: the
 * server would say that somebody has that name already.
 */
function useRegistering(): (fields: PersonFields) => Promise<void> {
  const registered = useRef<string>(undefined)
  return async ({ phone, ...form }) => {
    const [email, username] = [form.email.trim(), form.username.trim()]
    if (registered.current !== username) {
      const body = { ...form, email, username, ...(phone !== '' && { phone }) }
      await answerOf(api.POST('/users/register/', { body }))
      registered.current = username
    }
    await session.signIn(username, form.password)
  }
}
