import type { Explanation } from '@hamlet/classifier'
import { ScrollArea, Table, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from './use-formats.ts'

/** Rows shown; what follows counts for little. */
const ROWS = 12

/** The same as the colours say, for everybody: what counts most, largest first. */
export const ReasonsTable = memo(({ explanation }: { explanation: Explanation }) => {
  const { t } = useTranslation('shared')
  const { signed } = useFormats()
  const rows = explanation.reasons.slice(0, ROWS)
  return (
    <ScrollArea>
      <Table captionSide="top">
        <Table.Caption>{t('reasons.table')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('reasons.piece')}</Table.Th>
            <Table.Th scope="col">{t('reasons.towards')}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t('reasons.contribution')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ piece, contribution, start }) => (
            <Table.Tr key={start ?? piece}>
              <Table.Td>
                {/* A word may have thousands of letters. */}
                <Text inherit lineClamp={3} style={{ overflowWrap: 'anywhere' }}>
                  {start === undefined ? shapeIn(t, piece) : piece}
                </Text>
              </Table.Td>
              <Table.Td>{t(contribution > 0 ? 'reasons.spam' : 'reasons.ham')}</Table.Td>
              <Table.Td ta="right">{signed(contribution)}</Table.Td>
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Td colSpan={2}>{t('reasons.bias')}</Table.Td>
            <Table.Td ta="right">{signed(explanation.bias)}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </ScrollArea>
  )
})

/** The name of a shape feature in the reader's language; the classifier's own where there is none. */
function shapeIn(t: TFunction<'shared'>, name: string): string {
  return String(t([`reasons.shapes.${name}`] as never, { defaultValue: name }))
}
