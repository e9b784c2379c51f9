import { answerOf } from '@hamlet/client'
import { Alert, Anchor, Button, Fieldset, Stack, Text, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
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
  const search = useSearch()
  const form = useSignUpForm()
  const { signUp, isRegistered } = useSigningUp(form)
  const { username } = form.values
  return (
    <form noValidate onSubmit={form.onSubmit((values) => signUp.mutate(values))}>
      <Stack maw={420}>
        {signUp.isError && isRegistered && (
          <Alert variant="outline" title={t('registered', { username })}>
            {t('onlyLogIn')}
          </Alert>
        )}
        {signUp.isError && <RefusalAlert error={signUp.error} />}
        <Fieldset variant="unstyled" m={0} disabled={isRegistered}>
          <Stack>
            <Fields form={form} />
          </Stack>
        </Fieldset>
        <Button type="submit" loading={signUp.isPending}>
          {t(isRegistered ? 'logInNow' : 'signUp')}
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
 * Registers, then logs in. Where only the log-in fails, the account is there as it was filled in: nothing of
 * it can be changed here any more, and the next attempt only logs in.
 */
function useSigningUp(form: UseFormReturnType<PersonFields>) {
  const { t } = useTranslation('shared')
  const [isRegistered, setIsRegistered] = useState(false)
  const signUp = useMutation({
    mutationFn: async (fields: PersonFields) => {
      if (!isRegistered) await register(fields)
      setIsRegistered(true)
      await session.signIn(fields.username.trim(), fields.password)
    },
    onError: (error) => form.setErrors(fieldFaults(error, t)),
    // It holds a password.
    gcTime: 0,
    meta: { isShown: true },
  })
  return { signUp, isRegistered }
}

async function register({ phone, ...form }: PersonFields): Promise<void> {
  const [email, username] = [form.email.trim(), form.username.trim()]
  const body = { ...form, email, username, ...(phone !== '' && { phone }) }
  await answerOf(api.POST('/users/register/', { body }))
}
