import { Badge, Button, Group, Table, Text, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import classes from './accounts.module.css'
import type { ListedAccount } from './administered-account.ts'

interface AccountsTableProps {
  readonly items: readonly ListedAccount[]
  readonly onChosen: (id: string) => void
}

/** Accounts, one a row; a phone has room for the name and the way in. */
export function AccountsTable({ items, onChosen }: AccountsTableProps) {
  const { t } = useTranslation('accounts')
  return (
    <Table verticalSpacing="xs" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('account')}</Table.Th>
          <Table.Th scope="col" ta="right" visibleFrom="xs">
            {t('usedAndLimit')}
          </Table.Th>
          <Table.Th scope="col" visibleFrom="md">
            {t('since')}
          </Table.Th>
          <Table.Th scope="col">
            <VisuallyHidden>{t('change')}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((account) => (
          <Row key={account.id} account={account} onChosen={() => onChosen(account.id)} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Row({ account, onChosen }: { account: ListedAccount; onChosen: () => void }) {
  const { t } = useTranslation('accounts')
  const { day } = useFormats()
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        <Who account={account} />
      </Table.Th>
      <Table.Td ta="right" visibleFrom="xs">
        <Limit account={account} />
      </Table.Td>
      <Table.Td visibleFrom="md">{day(account.created_at)}</Table.Td>
      <Table.Td ta="right">
        <Button
          variant="default"
          size="xs"
          aria-label={t('changeOf', { username: account.username })}
          onClick={onChosen}
        >
          {t('change')}
        </Button>
      </Table.Td>
    </Table.Tr>
  )
}

function Who({ account }: { account: ListedAccount }) {
  const { t } = useTranslation('accounts')
  return (
    <>
      <Group gap="xs">
        <Text component="span" fw={600} className={classes['long'] ?? ''}>
          {account.username}
        </Text>
        {account.role === 'admin' && <Badge size="sm">{t('roles.admin')}</Badge>}
        {account.disabled && (
          <Badge size="sm" color="red.8">
            {t('disabled')}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed" className={classes['long'] ?? ''}>
        {account.full_name} · {account.email}
      </Text>
    </>
  )
}

function Limit({ account }: { account: ListedAccount }) {
  const { t } = useTranslation('accounts')
  const { number } = useFormats()
  const { monthly_limit: limit, monthly_limit_kind: kind, used } = account
  return (
    <>
      {number(used)} / {limit === null ? '∞' : number(limit)}
      {kind !== 'own' && (
        <Text size="xs" c="dimmed">
          {t(kind === 'none' ? 'kinds.none' : 'byDefault')}
        </Text>
      )}
    </>
  )
}
