import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { useChangeAccount } from './accounts.ts'
import type { AdministeredAccount } from './administered-account.ts'

/** Shuts an account out, which is asked twice, or lets it in again. */
export function AccountStanding({ account }: { account: AdministeredAccount }) {
  const { t } = useTranslation('accounts')
  const { disabled, username } = account
  const [isAsking, { open, close }] = useDisclosure(false)
  const change = useChangeAccount(account.id)
  const set = (wanted: boolean) => change.mutate({ disabled: wanted }, { onSettled: close })
  return (
    <Paper withBorder p="md" role="group" aria-label={t('standing')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t(disabled ? 'disabledHint' : 'enabledHint')}</Text>
        {change.isError && <RefusalAlert error={change.error} />}
        {disabled && (
          <Button variant="default" loading={change.isPending} onClick={() => set(false)}>
            {t('enable')}
          </Button>
        )}
        {!(disabled || isAsking) && (
          <Button color="red" variant="outline" onClick={open}>
            {t('disable')}
          </Button>
        )}
        {!disabled && isAsking && (
          <Group gap="xs">
            <Button color="red.8" autoFocus loading={change.isPending} onClick={() => set(true)}>
              {t('disableNow', { username })}
            </Button>
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  )
}
