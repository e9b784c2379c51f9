import { Button, Collapse, Table } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/use-language.ts'
import { useFormats } from '../../shared/use-formats.ts'
import type { DayCount } from './month-days.ts'
import { dayName } from './words.ts'

/** What the chart shows, in numbers. */
export function DaysTable({ days }: { days: readonly DayCount[] }) {
  const { t } = useTranslation('usage')
  const language = useLanguage()
  const { number } = useFormats()
  const [isOpen, { toggle }] = useDisclosure(false)
  const id = useId()
  return (
    <div>
      <Button
        variant="default"
        size="xs"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={toggle}
      >
        {t(isOpen ? 'hideTable' : 'showTable')}
      </Button>
      <Collapse expanded={isOpen} id={id}>
        <Table mt="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('day')}</Table.Th>
              <Table.Th ta="right">{t('ham')}</Table.Th>
              <Table.Th ta="right">{t('spam')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {days.map(({ day, ham, spam }) => (
              <Table.Tr key={day}>
                <Table.Td>{dayName(day, language)}</Table.Td>
                <Table.Td ta="right">{number(ham)}</Table.Td>
                <Table.Td ta="right">{number(spam)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Collapse>
    </div>
  )
}
