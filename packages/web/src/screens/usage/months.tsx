import { Button, ScrollArea, Table } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/use-language.ts'
import { QueryView } from '../../shared/query-view.tsx'
import { Section } from '../../shared/section.tsx'
import { useFormats } from '../../shared/use-formats.ts'
import { monthsQuery, type UsedMonth } from './months-query.ts'
import { monthName } from './words.ts'

/** The months so far, newest first. */
export function Months() {
  const { t } = useTranslation('usage')
  const months = useInfiniteQuery(monthsQuery)
  return (
    <Section title={t('months')}>
      <QueryView
        query={months}
        isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
        empty={t('noMonths')}
      >
        {({ pages }) => (
          // What scrolls must be reached by keyboard.
          <ScrollArea viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('months') }}>
            <MonthsTable months={pages.flatMap(({ items }) => items)} />
          </ScrollArea>
        )}
      </QueryView>
      {months.hasNextPage && (
        <div>
          <Button
            variant="default"
            size="xs"
            loading={months.isFetchingNextPage}
            onClick={() => void months.fetchNextPage()}
          >
            {t('earlier')}
          </Button>
        </div>
      )}
    </Section>
  )
}

function MonthsTable({ months }: { months: readonly UsedMonth[] }) {
  const { t } = useTranslation('usage')
  const language = useLanguage()
  const { number } = useFormats()
  return (
    <Table horizontalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('month')}</Table.Th>
          <Table.Th ta="right">{t('units')}</Table.Th>
          <Table.Th ta="right">{t('ham')}</Table.Th>
          <Table.Th ta="right">{t('spam')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {months.map(({ period, used, ham, spam }) => (
          <Table.Tr key={period}>
            <Table.Td>{monthName(period, language)}</Table.Td>
            <Table.Td ta="right">{number(used)}</Table.Td>
            <Table.Td ta="right">{number(ham)}</Table.Td>
            <Table.Td ta="right">{number(spam)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
