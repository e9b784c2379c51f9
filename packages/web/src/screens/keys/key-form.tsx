import { Button, Checkbox, Group, NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useAccount } from '../../session/use-session.ts'
import { fieldFaults } from '../../shared/field-faults.ts'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { Section } from '../../shared/section.tsx'
import { dayFaultOf, endOf, LAST_DAY, LIVES, type Life } from './expiry.ts'
import { KEYS, type MadeKey, makeKey, type OverQuota, type Scope, type WantedKey } from './keys.ts'

/** The form as it is typed. */
interface KeyFields {
  readonly name: string
  readonly scopes: Scope[]
  readonly life: Life
  /** `YYYY-MM-DD`; read only when `life` is `day`. */
  readonly day: string
  readonly overQuota: OverQuota
}

const EMPTY: KeyFields = {
  name: '',
  scopes: ['spam_ml', 'reports'],
  life: 'year',
  day: '',
  overQuota: 'refuse',
}

const SCOPES = ['spam_ml', 'reports', 'account'] as const satisfies readonly Scope[]

const OVER_QUOTAS: readonly OverQuota[] = ['refuse', 'undecided']

/** Asks what a new key is for, and makes it. */
export function KeyForm({ onMade }: { onMade: (made: MadeKey) => void }) {
  const { t } = useTranslation('keys')
  const form = useKeyForm()
  const make = useMaking(form, onMade)
  return (
    <Section title={t('make')}>
      <form noValidate onSubmit={form.onSubmit((values) => make.mutate(values))}>
        <Stack>
          <TextInput
            label={t('name')}
            description={t('nameHint')}
            maw={420}
            maxLength={100}
            autoComplete="off"
            {...form.getInputProps('name')}
          />
          <Scopes form={form} />
          <Expiry form={form} />
          <WhenUsedUp form={form} />
          {make.isError && <RefusalAlert error={make.error} />}
          <div>
            <Button type="submit" loading={make.isPending}>
              {t('makeKey')}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  )
}

function Scopes({ form }: { form: UseFormReturnType<KeyFields> }) {
  const { t } = useTranslation('keys')
  const { data: account } = useAccount()
  const scopes: readonly Scope[] = account?.role === 'admin' ? [...SCOPES, 'admin'] : SCOPES
  return (
    <Checkbox.Group label={t('scopes')} {...form.getInputProps('scopes')}>
      <Stack gap="xs" mt="xs" mb={5}>
        {scopes.map((scope) => (
          <Checkbox
            key={scope}
            value={scope}
            label={t(`scopeNames.${scope}`)}
            description={t(`scopeHints.${scope}`)}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}

function Expiry({ form }: { form: UseFormReturnType<KeyFields> }) {
  const { t } = useTranslation('keys')
  return (
    <Group align="flex-start">
      <NativeSelect
        label={t('expiry')}
        miw={200}
        {...form.getInputProps('life')}
        data={LIVES.map((life) => ({ value: life, label: t(`lives.${life}`) }))}
      />
      {form.values.life === 'day' && (
        <TextInput type="date" max={LAST_DAY} label={t('lastDay')} {...form.getInputProps('day')} />
      )}
    </Group>
  )
}

function WhenUsedUp({ form }: { form: UseFormReturnType<KeyFields> }) {
  const { t } = useTranslation('keys')
  return (
    <Radio.Group
      label={t('overQuota')}
      description={t('overQuotaHint')}
      {...form.getInputProps('overQuota')}
    >
      <Stack gap="xs" mt="xs">
        {OVER_QUOTAS.map((choice) => (
          <Radio
            key={choice}
            value={choice}
            label={t(`overQuotaNames.${choice}`)}
            description={t(`overQuotaHints.${choice}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

function useKeyForm(): UseFormReturnType<KeyFields> {
  const { t } = useTranslation('keys')
  return useForm<KeyFields>({
    initialValues: EMPTY,
    validate: {
      name: (name) => (name.trim() === '' ? t('faults.name') : null),
      scopes: (scopes) => (scopes.length === 0 ? t('faults.scopes') : null),
      day: (day, { life }) => {
        const fault = life === 'day' ? dayFaultOf(day, new Date()) : undefined
        return fault === undefined ? null : t(`faults.${fault}`)
      },
    },
  })
}

function useMaking(form: UseFormReturnType<KeyFields>, onMade: (made: MadeKey) => void) {
  const shared = useTranslation('shared')
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (fields: KeyFields) => makeKey(wantedKey(fields)),
    onSuccess(made) {
      onMade(made)
      return queries.invalidateQueries({ queryKey: KEYS })
    },
    onError(error) {
      const { expires_at, over_quota, ...named } = fieldFaults(error, shared.t)
      const expiry = form.getValues().life === 'day' ? 'day' : 'life'
      form.setErrors({ ...named, [expiry]: expires_at, overQuota: over_quota })
    },
    // The key is not kept longer than it is shown.
    gcTime: 0,
    meta: { isShown: true },
  })
}

function wantedKey({ name, scopes, life, day, overQuota }: KeyFields): WantedKey {
  const end = endOf(life, day, new Date())
  return {
    ...{ name: name.trim(), scopes, over_quota: overQuota },
    ...(end && { expires_at: end.toISOString() }),
  }
}
