import { Alert, Code, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAccount } from '../../session/use-session.ts'
import { maskDocument } from '../../shared/document-mask.ts'
import { useFormats } from '../../shared/use-formats.ts'
import classes from './accounts.module.css'
import type { AdministeredAccount } from './administered-account.ts'

/** Who somebody said they are. */
export function AccountFacts({ account }: { account: AdministeredAccount }) {
  const { t } = useTranslation('accounts')
  const { dayAndTime } = useFormats()
  const { data: me } = useAccount()
  const facts = [
    [t('fullName'), account.full_name],
    [t('email'), account.email],
    [t('document'), account.document_number && maskDocument(account.document_number)],
    [t('phone'), account.phone],
    [t('since'), dayAndTime(account.created_at)],
    [t('id'), <Code key="id">{account.id}</Code>],
  ] as const
  return (
    <>
      {me?.id === account.id && (
        <Alert color="yellow" variant="outline">
          {t('yourself')}
        </Alert>
      )}
      <Table layout="fixed">
        <Table.Tbody>
          {facts.map(
            ([name, value]) =>
              value !== null && (
                <Table.Tr key={name}>
                  <Table.Th scope="row" w="30%">
                    {name}
                  </Table.Th>
                  <Table.Td className={classes['long'] ?? ''}>{value}</Table.Td>
                </Table.Tr>
              ),
          )}
        </Table.Tbody>
      </Table>
    </>
  )
}
