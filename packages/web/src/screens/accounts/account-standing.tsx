import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RefusalAlert } from '../../shared/refusal-alert.tsx'
import { tell } from '../../shared/tell.ts'
import { useChangeAccount } from './accounts.ts'
import type { AdministeredAccount } from './administered-account.ts'

/** Shuts an account out, which is asked twice, or lets it in again. */
export function AccountStanding({ account }: { account: AdministeredAccount }) {
  const { t } = useTranslation('accounts')
  const { disabled, username } = account
  const [isAsking, setIsAsking] = useState(false)
  const change = useChangeAccount(account.id)
  const { isPending } = change
  const buttons = useKeptFocus(`${disabled} ${isAsking} ${isPending}`)
  const set = (wanted: boolean) =>
    change.mutate(
      { disabled: wanted },
      {
        onSuccess: () => tell(t(wanted ? 'nowDisabled' : 'nowEnabled', { username })),
        onSettled: () => setIsAsking(false),
      },
    )
  return (
    <Paper withBorder p="md" role="group" aria-label={t('standing')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t(disabled ? 'disabledHint' : 'enabledHint')}</Text>
        {change.isError && <RefusalAlert error={change.error} />}
        <Group gap="xs" ref={buttons}>
          {disabled && (
            <Button variant="default" loading={isPending} onClick={() => set(false)}>
              {t('enable')}
            </Button>
          )}
          {!(disabled || isAsking) && (
            <Button color="red" variant="outline" onClick={() => setIsAsking(true)}>
              {t('disable')}
            </Button>
          )}
          {!disabled && isAsking && (
            <Asked
              {...{ username, isPending }}
              onYes={() => set(true)}
              onNo={() => setIsAsking(false)}
            />
          )}
        </Group>
      </Stack>
    </Paper>
  )
}

interface AskedProps {
  readonly username: string
  readonly isPending: boolean
  readonly onYes: () => void
  readonly onNo: () => void
}

function Asked({ username, isPending, onYes, onNo }: AskedProps) {
  const { t } = useTranslation('accounts')
  return (
    <>
      <Button color="red.8" loading={isPending} onClick={onYes}>
        {t('disableNow', { username })}
      </Button>
      <Button variant="default" onClick={onNo}>
        {t('cancel')}
      </Button>
    </>
  )
}

/** Where a pressed button has gone, or waited, as `state` tells, the first of these takes the focus it lost. */
function useKeptFocus(state: string): RefObject<HTMLDivElement | null> {
  const buttons = useRef<HTMLDivElement>(null)
  const known = useRef(state)
  useEffect(() => {
    if (known.current === state) return
    known.current = state
    const isLost = document.activeElement === document.body
    if (isLost) buttons.current?.querySelector('button')?.focus()
  }, [state])
  return buttons
}
