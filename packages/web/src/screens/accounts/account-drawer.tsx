import { Drawer, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { AccountFacts } from './account-facts.tsx'
import { AccountRights } from './account-rights.tsx'
import { AccountStanding } from './account-standing.tsx'
import { AccountUsage } from './account-usage.tsx'
import type { AdministeredAccount } from './administered-account.ts'

interface AccountDrawerProps {
  /** The account that is open; `undefined` while none is. */
  readonly account: AdministeredAccount | undefined
  readonly onClose: () => void
}

/** One account: who it is, what it used, and what may be changed of it. */
export function AccountDrawer({ account, onClose }: AccountDrawerProps) {
  const { t } = useTranslation('accounts')
  return (
    <Drawer
      opened={account !== undefined}
      onClose={onClose}
      position="right"
      size="md"
      title={account?.username}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {account && (
        <Stack key={account.id} gap="lg">
          <AccountFacts account={account} />
          <AccountUsage id={account.id} />
          <AccountRights account={account} />
          <AccountStanding account={account} />
        </Stack>
      )}
    </Drawer>
  )
}
