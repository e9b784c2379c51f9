import { Button, Input, Radio, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { tell } from '../../shared/tell.ts'
import { useRebased } from '../../shared/use-rebased.ts'
import { useChangeAccount } from './accounts.ts'
import type { AdministeredAccount } from './administered-account.ts'
import { changesOf, isUnits, type RightsForm, rebased, rightsOf } from './changes.ts'

const ROLES = ['user', 'admin'] as const
const KINDS = ['default', 'own', 'none'] as const

/** What an account may do, and how much of it. */
export function AccountRights({ account }: { account: AdministeredAccount }) {
  const { t } = useTranslation('accounts')
  const change = useChangeAccount(account.id)
  const form = useForm<RightsForm>({
    initialValues: rightsOf(account),
    validateInputOnBlur: ['units'],
    validate: {
      units: (units, { kind }) => (kind === 'own' && !isUnits(units) ? t('unitsWanted') : null),
    },
  })
  useRebased(form, rightsOf(account), rebased)
  const changes = changesOf(account, form.values)
  const save = () => {
    if (changes === undefined) return
    change.mutate(changes, {
      onSuccess: ({ username }) => tell(t('saved', { username })),
    })
  }
  return (
    <form noValidate onSubmit={form.onSubmit(save)}>
      <Stack gap="md" align="stretch">
        <RoleField form={form} />
        <LimitField form={form} />
        {change.isError && <RefusalAlert error={change.error} />}
        <Button type="submit" loading={change.isPending} disabled={changes === undefined}>
          {t('save')}
        </Button>
      </Stack>
    </form>
  )
}

type Form = { readonly form: UseFormReturnType<RightsForm> }

function RoleField({ form }: Form) {
  const { t } = useTranslation('accounts')
  return (
    <div>
      <Input.Label labelElement="div" id="role-label">
        {t('role')}
      </Input.Label>
      <SegmentedControl
        fullWidth
        aria-labelledby="role-label"
        data={ROLES.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
        {...form.getInputProps('role')}
      />
      <Text size="sm" c="dimmed" mt={4}>
        {t(`roleHints.${form.values.role}`)}
      </Text>
    </div>
  )
}

function LimitField({ form }: Form) {
  const { t } = useTranslation('accounts')
  return (
    <Stack gap="xs">
      <Radio.Group label={t('limit')} {...form.getInputProps('kind')}>
        <Stack gap="xs" mt="xs">
          {KINDS.map((kind) => (
            <Radio key={kind} value={kind} label={t(`kinds.${kind}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {form.values.kind === 'own' && (
        <TextInput
          label={t('units')}
          inputMode="numeric"
          autoComplete="off"
          {...form.getInputProps('units')}
        />
      )}
    </Stack>
  )
}
