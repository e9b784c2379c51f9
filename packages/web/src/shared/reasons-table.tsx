import type { Explanation, LogOdds } from '@hamlet/classifier'
import { Button, ScrollArea, Table, Text } from '@mantine/core'
import type { TFunction } from 'i18next'
import { memo, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AlikePieces, addUpAlike } from './alike-pieces.ts'
import { useFormats } from './use-formats.ts'

/** Rows shown at first; what follows counts for little. */
const ROWS = 12

/** What the server has not told one by one. */
const REST = '(everything else)'

/** The same as the colours say, for everybody: what counts most, largest first; with the rest it adds up. */
export const ReasonsTable = memo(({ explanation }: { explanation: Explanation }) => {
  const { t } = useTranslation('shared')
  const { signed } = useFormats()
  const [isWhole, setWhole] = useState(false)
  const all = useMemo(() => [...addUpAlike(explanation.reasons).values()], [explanation])
  const told = all.filter(({ piece }) => piece !== REST)
  const rows = isWhole ? told : told.slice(0, ROWS)
  return (
    <>
      <ScrollArea>
        <Table captionSide="top">
          <Table.Caption>{t('reasons.table')}</Table.Caption>
          <Head />
          <Table.Tbody>
            {rows.map((row) => (
              <PieceRow
                key={`${row.hasPlace} ${row.piece}`}
                {...row}
                value={signed(row.contribution)}
              />
            ))}
            {rows.length < all.length && (
              <SumRow name={t('reasons.rest')} value={signed(sumOf(all) - sumOf(rows))} />
            )}
            <SumRow name={t('reasons.bias')} value={signed(explanation.bias)} />
          </Table.Tbody>
          <Table.Tfoot>
            <SumRow name={t('reasons.sum')} value={signed(explanation.logit)} />
          </Table.Tfoot>
        </Table>
      </ScrollArea>
      {told.length > ROWS && (
        <Button size="xs" variant="default" mt="xs" onClick={() => setWhole(!isWhole)}>
          {t(isWhole ? 'reasons.fewer' : 'reasons.all', { pieces: told.length })}
        </Button>
      )}
    </>
  )
})

function Head() {
  const { t } = useTranslation('shared')
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th scope="col">{t('reasons.piece')}</Table.Th>
        <Table.Th scope="col">{t('reasons.towards')}</Table.Th>
        <Table.Th scope="col" ta="right">
          {t('reasons.contribution')}
        </Table.Th>
      </Table.Tr>
    </Table.Thead>
  )
}

function PieceRow({ piece, hasPlace, contribution, value }: AlikePieces & { value: string }) {
  const { t } = useTranslation('shared')
  return (
    <Table.Tr>
      <Table.Td>
        {/* A word may have thousands of letters. */}
        <Text inherit lineClamp={3} style={{ overflowWrap: 'anywhere' }}>
          {hasPlace ? <bdi>{piece}</bdi> : shapeIn(t, piece)}
        </Text>
      </Table.Td>
      <Table.Td>{t(contribution > 0 ? 'reasons.spam' : 'reasons.ham')}</Table.Td>
      <Table.Td ta="right">{value}</Table.Td>
    </Table.Tr>
  )
}

function SumRow({ name, value }: { name: string; value: string }) {
  return (
    <Table.Tr>
      <Table.Td colSpan={2}>{name}</Table.Td>
      <Table.Td ta="right">{value}</Table.Td>
    </Table.Tr>
  )
}

function sumOf(rows: readonly { readonly contribution: LogOdds }[]): number {
  return rows.reduce((sum, { contribution }) => sum + contribution, 0)
}

/** The name of a shape feature in the reader's language; the classifier's own where there is none. */
function shapeIn(t: TFunction<'shared'>, name: string): string {
  return String(t([`reasons.shapes.${name}`] as never, { defaultValue: name }))
}
