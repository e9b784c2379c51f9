import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../shared/use-formats.ts'
import type { Metrics, ThresholdRow } from './champion.ts'

/** What became of every text at a threshold: by what it is, and what would be done with it. */
export function ConfusionMatrix({ metrics, row }: { metrics: Metrics; row: ThresholdRow }) {
  const { t } = useTranslation('model')
  const { number } = useFormats()
  const { n_ham, n_spam } = metrics
  const { ham_blocked, spam_missed } = row
  const lines = [
    { name: t('honest'), passed: n_ham - ham_blocked, blocked: ham_blocked, isRight: true },
    { name: t('spam'), passed: spam_missed, blocked: n_spam - spam_missed, isRight: false },
  ]
  return (
    <Table captionSide="top" withTableBorder withColumnBorders maw={480}>
      <Table.Caption>{t('confusion')}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          <Table.Th scope="col">{t('passed')}</Table.Th>
          <Table.Th scope="col">{t('held')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lines.map(({ name, passed, blocked, isRight }) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Cell value={number(passed)} isRight={isRight} />
            <Cell value={number(blocked)} isRight={!isRight} />
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Cell({ value, isRight }: { value: string; isRight: boolean }) {
  const { t } = useTranslation('model')
  return (
    <Table.Td fw={isRight ? 400 : 700} c={isRight ? 'inherit' : 'var(--mantine-color-error)'}>
      {value} {t(isRight ? 'right' : 'wrong')}
    </Table.Td>
  )
}
