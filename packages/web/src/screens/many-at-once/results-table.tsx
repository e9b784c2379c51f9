import { Anchor, Stack, Table, Text, UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { Probability } from '../../shared/probability.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import { VerdictBadge } from '../../shared/verdict-badge.tsx'
import type { ShownRow } from './desk/desk.ts'
import type { View } from './desk/view.ts'
import classes from './many.module.css'
import { useWhy } from './use-why.ts'

interface ResultsTableProps {
  readonly rows: readonly ShownRow[]
  readonly view: View
  readonly onChange: (changed: Partial<View>) => void
}

/** Rows, with headings that sort. */
export function ResultsTable({ rows, view, onChange }: ResultsTableProps) {
  const { t } = useTranslation('many-at-once')
  return (
    <Table layout="fixed" className={classes['rows'] ?? ''} captionSide="top">
      <Table.Thead>
        <Table.Tr>
          <Sortable by="row" view={view} onChange={onChange} />
          <Table.Th scope="col">{t('text')}</Table.Th>
          <Sortable by="probability" view={view} onChange={onChange} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <ResultRow key={row.number} {...row} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

interface SortableProps extends Pick<ResultsTableProps, 'view' | 'onChange'> {
  readonly by: View['sort']
}

function Sortable({ by, view, onChange }: SortableProps) {
  const { t } = useTranslation('many-at-once')
  const isSorted = view.sort === by
  const direction = view.isDescending ? 'descending' : 'ascending'
  const arrow = view.isDescending ? '↓' : '↑'
  return (
    <Table.Th scope="col" aria-sort={isSorted ? direction : 'none'} className={classes[by] ?? ''}>
      <UnstyledButton
        fz="sm"
        fw={700}
        onClick={() =>
          onChange({ sort: by, isDescending: isSorted ? !view.isDescending : by === 'probability' })
        }
      >
        {t(by)} <span aria-hidden>{isSorted ? arrow : '↕'}</span>
      </UnstyledButton>
    </Table.Th>
  )
}

/** Characters of a text that are shown. */
const CHARS = 400

function ResultRow({ number, text, verdict, probability, decisionId, fault }: ShownRow) {
  const { t } = useTranslation('many-at-once')
  const formats = useFormats()
  const whyOf = useWhy()
  return (
    <Table.Tr>
      <Table.Td>{formats.number(number)}</Table.Td>
      <Table.Td>
        <Text size="sm" lineClamp={3} className={classes['text'] ?? ''}>
          {text.slice(0, CHARS)}
        </Text>
        {decisionId !== undefined && (
          <Anchor component={Link} href={`/history?decision=${decisionId}`} size="xs">
            {t('recorded')}
          </Anchor>
        )}
        {fault && <Text size="xs">{t('record.rowLeftOut', { why: whyOf(fault) })}</Text>}
      </Table.Td>
      <Table.Td>
        {verdict === undefined || probability === undefined ? (
          <Text size="sm">{t('notJudged')}</Text>
        ) : (
          <Stack gap={2} align="flex-start">
            <Probability value={probability} />
            <VerdictBadge verdict={verdict} className={classes['badge'] ?? ''} />
          </Stack>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
