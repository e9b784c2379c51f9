import { answerOf } from '@hamlet/client'
import { Button, SimpleGrid, Text, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../session/client.ts'
import type { Account } from '../../session/use-session.ts'
import { maskDocument } from '../../shared/document-mask.ts'
import { fieldFaults } from '../../shared/field-faults.ts'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { Section } from '../../shared/section.tsx'
import { tell } from '../../shared/tell.ts'
import { useFormats } from '../../shared/use-formats.ts'
import { usePersonCheck } from '../../shared/use-person-check.ts'
import { useRebased } from '../../shared/use-rebased.ts'
import classes from './account.module.css'
import { changesOf, type ProfileFields, rebased } from './profile-changes.ts'

/** Who somebody is; name, e-mail and phone may change. */
export function Profile({ account }: { account: Account }) {
  const { t } = useTranslation('account')
  const form = useProfileForm(account)
  useRebased(form, fieldsOf(account), rebased)
  const save = useSaving(account, form)
  const isChanged = Object.keys(changesOf(fieldsOf(account), form.values)).length > 0
  return (
    <Section title={t('profile')}>
      <Fixed account={account} />
      <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={t('fullName')}
            autoComplete="name"
            {...form.getInputProps('full_name')}
          />
          <TextInput
            label={t('email')}
            type="email"
            autoComplete="email"
            {...form.getInputProps('email')}
          />
          <TextInput
            label={t('phone')}
            type="tel"
            autoComplete="tel"
            {...form.getInputProps('phone')}
          />
        </SimpleGrid>
        {save.isError && <RefusalAlert error={save.error} />}
        <Button type="submit" mt="md" disabled={!isChanged} loading={save.isPending}>
          {t('save')}
        </Button>
      </form>
    </Section>
  )
}

/** What stays as it was when somebody signed up. */
function Fixed({ account }: { account: Account }) {
  const { t } = useTranslation('account')
  const { day } = useFormats()
  const { username, document_number: document, role, created_at } = account
  const facts = [
    [t('username'), username],
    ...(document === null ? [] : [[t('document'), maskDocument(document)] as const]),
    [t('role'), t(`roles.${role}`)],
    [t('since'), day(created_at)],
  ] as const
  return (
    <SimpleGrid component="dl" cols={{ base: 2, sm: 4 }} m={0}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} fw={500} className={classes['fact'] ?? ''}>
            {value}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  )
}

function useProfileForm(account: Account): UseFormReturnType<ProfileFields> {
  const check = usePersonCheck()
  return useForm<ProfileFields>({
    initialValues: fieldsOf(account),
    validateInputOnBlur: true,
    validate: { full_name: check('full_name'), email: check('email'), phone: check('phone') },
  })
}

function useSaving(account: Account, form: UseFormReturnType<ProfileFields>) {
  const { t } = useTranslation('account')
  const shared = useTranslation('shared')
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (typed: ProfileFields) =>
      answerOf(api.PATCH('/users/me', { body: changesOf(fieldsOf(account), typed) })),
    onSuccess: (changed) => {
      queries.setQueryData(['account'], changed)
      tell(t('saved'))
    },
    onError: (error) => form.setErrors(fieldFaults(error, shared.t)),
    meta: { isShown: true },
  })
}

function fieldsOf({ full_name, email, phone }: Account): ProfileFields {
  return { full_name, email, phone: phone ?? '' }
}
